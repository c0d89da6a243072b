-- Claims the oldest item of the next queues, under a lease each.
--
-- KEYS[1]  prefix
-- ARGV     now ms, replica, epoch, lease until ms, token stem, at most
-- Returns  false when the epoch is old, else a list: queue, token, item, tries, …
local p = KEYS[1]
local now, replica, epoch, till, stem, max = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
if redis.call('HGET', p .. 'replicas', replica) ~= epoch then return false end
local out, n = {}, 0
for lane = 0, 2 do
  local ready = p .. 'ready:' .. lane
  while n < max do
    local queue = redis.call('ZRANGEBYSCORE', ready, '-inf', now, 'LIMIT', 0, 1)[1]
    if not queue then break end
    redis.call('ZREM', ready, queue)
    local item = redis.call('LINDEX', p .. 'q:' .. queue, 0)
    if item then
      local token = replica .. '/' .. epoch .. '/' .. stem .. '.' .. queue
      redis.call('HSET', p .. 'holder', queue, token)
      redis.call('ZADD', p .. 'leased', till, queue)
      local id = string.sub(item, 1, string.find(item, '\0', 1, true) - 1)
      out[#out + 1] = queue
      out[#out + 1] = token
      out[#out + 1] = item
      out[#out + 1] = redis.call('HGET', p .. 'tries', id) or '0'
      n = n + 1
    end
  end
end
return out
