-- Frees leases: those that have run out, or those of one replica that it does
-- not know of.
--
-- KEYS[1]  prefix
-- ARGV     now ms, stem of the tokens to free ("": those that have run out),
--          then, to leave some: the number of the newest claiming call,
--          and stems of calls and tokens that the replica knows of …
-- Returns  {queues freed, outbox chats freed}
local p, now, stem, newest = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local known = {}
for i = 4, #ARGV do known[ARGV[i]] = true end

local function unknown(token)
  if string.sub(token, 1, #stem) ~= stem or known[token] then return false end
  if not newest then return true end
  local call, n = string.match(string.sub(token, #stem + 1), '^(%a(%w+))%.') -- a letter and a number, then what it claimed
  return not known[stem .. call] and tonumber(n, 36) <= newest
end

local function held(hash, expiry)
  if stem == '' then return redis.call('ZRANGEBYSCORE', p .. expiry, '-inf', now, 'LIMIT', 0, 500) end
  local out, all = {}, redis.call('HGETALL', p .. hash)
  for i = 1, #all, 2 do
    if unknown(all[i + 1]) then out[#out + 1] = all[i] end
  end
  return out
end

-- the lane of a queue; flows.QueueLane says the same, and a test holds them together
local lanes = { alert = 0, visit = 0, chat = 1, operator = 1 }
local queues = held('holder', 'leased')
for _, queue in ipairs(queues) do
  redis.call('HDEL', p .. 'holder', queue)
  redis.call('ZREM', p .. 'leased', queue)
  local lane = lanes[string.match(queue, '^([^:]*)')] or 2
  if redis.call('EXISTS', p .. 'q:' .. queue) == 1 then
    redis.call('ZADD', p .. 'ready:' .. lane, now, queue)
  end
end

local locks = held('outholder', 'outleased')
for _, lock in ipairs(locks) do
  redis.call('HDEL', p .. 'outholder', lock)
  redis.call('ZREM', p .. 'outleased', lock)
  local chat, from, to = lock, 1, 2
  if string.sub(lock, -1) == '!' then chat, from, to = string.sub(lock, 1, -2), 0, 0 end
  for lane = from, to do
    if redis.call('EXISTS', p .. 'out:' .. lane .. ':' .. chat) == 1 then
      redis.call('ZADD', p .. 'outready:' .. lane, 'NX', now, chat) -- the other lane may wait for a time of its own
    end
  end
end
return { #queues, #locks }
