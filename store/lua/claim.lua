-- Claims the oldest item of the next queues, under a lease each.
--
-- KEYS[1]  prefix
-- ARGV     now ms, replica, epoch, lease until ms, token stem, at most
-- Returns  false when the epoch is old, else a list: queue, token, item, tries, …
local p = KEYS[1]
local now, replica, epoch, till, stem, max = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
if redis.call('HGET', p .. 'replicas', replica) ~= epoch then return false end
local out, held, leased, ids = {}, {}, {}, {}

local function take(queue)
  local item = redis.call('LINDEX', p .. 'q:' .. queue, 0)
  if not item then return end
  local n, token = #ids, replica .. '/' .. epoch .. '/' .. stem .. '.' .. queue
  held[2 * n + 1], held[2 * n + 2] = queue, token
  leased[2 * n + 1], leased[2 * n + 2] = till, queue
  out[4 * n + 1], out[4 * n + 2], out[4 * n + 3] = queue, token, item
  ids[n + 1] = string.sub(item, 1, string.find(item, '\0', 1, true) - 1)
end

for lane = 0, 2 do
  local ready = p .. 'ready:' .. lane
  while #ids < max do
    local queues = redis.call('ZRANGEBYSCORE', ready, '-inf', now, 'LIMIT', 0, max - #ids)
    if #queues == 0 then break end
    redis.call('ZREM', ready, unpack(queues))
    for _, queue in ipairs(queues) do take(queue) end
  end
end
if #ids == 0 then return out end
redis.call('HSET', p .. 'holder', unpack(held))
redis.call('ZADD', p .. 'leased', unpack(leased))
for i, tries in ipairs(redis.call('HMGET', p .. 'tries', unpack(ids))) do out[4 * i] = tries or '0' end
return out
