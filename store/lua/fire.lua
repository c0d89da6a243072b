-- Moves timers that have come due into the inbox.
--
-- KEYS[1]  prefix
-- ARGV     now ms, lane, seed for this batch, at most
-- Returns  list: key, due ms, … of those moved
local p = KEYS[1]
local now, lane, seed, max = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local timers = p .. 'timers:' .. lane
local due = redis.call('ZRANGEBYSCORE', timers, '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
if #due == 0 then return due end

local keys, queues = {}, {}
for i = 1, #due, 2 do
  local key, at = due[i], string.format('%d', tonumber(due[i + 1]))
  local queue = string.sub(key, 1, string.find(key, '|', 1, true) - 1)
  redis.call('RPUSH', p .. 'q:' .. queue, 't:' .. key .. '@' .. at .. '\0timer\0' .. at .. '\0' .. seed)
  keys[#keys + 1], queues[#queues + 1] = key, queue
end
redis.call('ZREM', timers, unpack(keys))
local holders, ready = redis.call('HMGET', p .. 'holder', unpack(queues)), {}
for i, queue in ipairs(queues) do
  if not holders[i] then
    ready[#ready + 1] = now
    ready[#ready + 1] = queue
  end
end
if #ready > 0 then redis.call('ZADD', p .. 'ready:' .. lane, 'NX', unpack(ready)) end
return due
