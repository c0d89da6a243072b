-- Gives a claimed queue back without having done anything.
--
-- KEYS[1]  prefix
-- ARGV     queue, token, lane, not before ms, id of the item when this counts as a failed try, else ""
-- Returns  how often the item has failed, 0 when it does not count, -1 when the lease was not ours
local p = KEYS[1]
local queue, token, lane, before, id = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if redis.call('HGET', p .. 'holder', queue) ~= token then return -1 end
redis.call('HDEL', p .. 'holder', queue)
redis.call('ZREM', p .. 'leased', queue)
if redis.call('EXISTS', p .. 'q:' .. queue) == 1 then
  redis.call('ZADD', p .. 'ready:' .. lane, before, queue)
end
if id == '' then return 0 end
return redis.call('HINCRBY', p .. 'tries', id, 1)
