-- Records items in the inbox, each at most once.
--
-- KEYS[1]  prefix of the deployment, "{name}:"; every other key is built on it
-- ARGV[1]  now, ms
-- ARGV[2…] for each item: id, queue, lane, encoded item
-- Returns  how many were new
--
-- One that is known is noted again, since whoever waits for replicas waits for
-- what was written here and now; it is forgotten that much later.
local p, now, fresh = KEYS[1], ARGV[1], 0
for i = 2, #ARGV, 4 do
  local id, queue, lane, item = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if redis.call('ZADD', p .. 'seen', 'NX', now, id) == 1 then
    fresh = fresh + 1
    redis.call('RPUSH', p .. 'q:' .. queue, item)
    if redis.call('HEXISTS', p .. 'holder', queue) == 0 then
      redis.call('ZADD', p .. 'ready:' .. lane, 'NX', now, queue)
    end
  else
    redis.call('ZADD', p .. 'seen', 'XX', now, id)
  end
end
return fresh
