-- Puts a parked item back at the end of its queue.
--
-- KEYS[1]  prefix
-- ARGV     now ms, item id, lane
-- Returns  1, or 0 when nothing is parked under that id
local p = KEYS[1]
local parked = redis.call('HGET', p .. 'parked', ARGV[2])
if not parked then return 0 end
local a = string.find(parked, '\0', 1, true)
local b = string.find(parked, '\0', a + 1, true)
local c = string.find(parked, '\0', b + 1, true)
local queue = string.sub(parked, b + 1, c - 1)
redis.call('HDEL', p .. 'parked', ARGV[2])
redis.call('RPUSH', p .. 'q:' .. queue, string.sub(parked, c + 1))
if redis.call('HEXISTS', p .. 'holder', queue) == 0 then
  redis.call('ZADD', p .. 'ready:' .. ARGV[3], 'NX', ARGV[1], queue)
end
return 1
