-- Moves timers that have come due into the inbox.
--
-- KEYS[1]  prefix
-- ARGV     now ms, lane, seed for this batch, at most
-- Returns  list: key, due ms, … of those moved
local p = KEYS[1]
local now, lane, seed, max = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local timers = p .. 'timers:' .. lane
local due = redis.call('ZRANGEBYSCORE', timers, '-inf', now, 'WITHSCORES', 'LIMIT', 0, max)
for i = 1, #due, 2 do
  local key, at = due[i], string.format('%d', tonumber(due[i + 1]))
  local queue = string.sub(key, 1, string.find(key, '|', 1, true) - 1)
  redis.call('ZREM', timers, key)
  redis.call('RPUSH', p .. 'q:' .. queue, 't:' .. key .. '@' .. at .. '\0timer\0' .. at .. '\0' .. seed)
  if redis.call('HEXISTS', p .. 'holder', queue) == 0 then
    redis.call('ZADD', p .. 'ready:' .. lane, 'NX', now, queue)
  end
end
return due
