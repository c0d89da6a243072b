-- Puts values that were sealed anew in the place of those they were made from,
-- wherever these still stand. Whatever has changed meanwhile is left alone.
--
-- KEYS[1]  prefix
-- ARGV     key, its type (string, list, hash),
--          then for each value: where it stood (string: "", list: index, hash: field), old, new
-- Returns  how many were replaced
local key, kind, done = KEYS[1] .. ARGV[1], ARGV[2], 0
for i = 3, #ARGV, 3 do
  local at, old, new = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if kind == 'string' then
    if redis.call('GET', key) == old then
      redis.call('SET', key, new)
      done = done + 1
    end
  elseif kind == 'hash' then
    if redis.call('HGET', key, at) == old then
      redis.call('HSET', key, at, new)
      done = done + 1
    end
  else
    -- a list loses at its head and gains at its end: what stood here stands here, or nearer to the head
    local now = at
    if redis.call('LINDEX', key, at) ~= old then now = redis.call('LPOS', key, old) end
    if now then
      redis.call('LSET', key, now, new)
      done = done + 1
    end
  end
end
return done
