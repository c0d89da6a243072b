-- The one commit: records, outbox rows, timers and audit entries of a decision
-- land together with the acknowledgement of its event, or nothing does.
--
-- KEYS[1]  prefix
-- ARGV     now ms, replica, epoch, queue, token, lane of the queue, item id,
--          lease until ms (0: give the queue back), reason to park the item for ("": none),
--          #reads,  then key, revision for each ("0": there was none)
--          #keys,   then owner, sealed own key for each that is made
--          #used,   then owner, end of the sealed own key for each that words were sealed under
--          #erase,  then contact, chat for each (0: none)
--          #puts,   then key, value for each ("": remove)
--          #rows,   then chat, outbox lane, head, sealed row for each
--          #timers, then lane, key, due ms for each ("": cancel)
--          #audit,  then key, sealed entry for each
--          #trims,  then key of a trail, how many of its oldest entries go for each (-1: all)
-- Returns  {"ok", next item or "", its tries, erasures so far} | {"lost"} | {"conflict", key}
--          | {"erased", owner}: no key may be made for them any more
local p = KEYS[1]
local now, replica, epoch, queue, token, lane, id = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local till, park = ARGV[8], ARGV[9]
local q = p .. 'q:' .. queue

if redis.call('HGET', p .. 'replicas', replica) ~= epoch then return { 'lost' } end
if redis.call('HGET', p .. 'holder', queue) ~= token then return { 'lost' } end
local head = redis.call('LRANGE', q, 0, 1)
local item, after = head[1], head[2]
if not item or string.sub(item, 1, #id + 1) ~= id .. '\0' then return { 'lost' } end

local known = {} -- revisions, as they stand
local function revision(key)
  if known[key] then return known[key] end
  local start = redis.call('GETRANGE', key, 0, 20)
  known[key] = start == '' and '0' or string.sub(start, 1, string.find(start, ':', 1, true) - 1)
  return known[key]
end

local at = 10
local function count()
  at = at + 1
  return tonumber(ARGV[at - 1])
end

for _ = 1, count() do
  if revision(p .. ARGV[at]) ~= ARGV[at + 1] then return { 'conflict', ARGV[at] } end
  at = at + 2
end
-- keys of people's own: checked all before anything is written
local made, first = count(), at
for _ = 1, made do
  if redis.call('ZSCORE', p .. 'erased', ARGV[at]) then return { 'erased', ARGV[at] } end
  if redis.call('EXISTS', p .. 'own:' .. ARGV[at]) == 1 then return { 'conflict', 'own:' .. ARGV[at] } end
  at = at + 2
end
-- a server that took over need not have heard of a key that a replica remembers
for _ = 1, count() do
  if redis.call('GETRANGE', p .. 'own:' .. ARGV[at], -#ARGV[at + 1], -1) ~= ARGV[at + 1] then return { 'conflict', 'own:' .. ARGV[at] } end
  at = at + 2
end
for i = 0, made - 1 do
  redis.call('SET', p .. 'own:' .. ARGV[first + 2 * i], ARGV[first + 2 * i + 1])
end

-- what is kept for a chat beside the records; what this decision says comes later and stays
local function clear(chat)
  for l = 0, 2 do
    local out = p .. 'out:' .. l .. ':' .. chat
    for _, row in ipairs(redis.call('LRANGE', out, 0, -1)) do
      redis.call('HDEL', p .. 'outtries', string.sub(row, 1, string.find(row, '\0', 1, true) - 1))
    end
    redis.call('DEL', out)
    redis.call('ZREM', p .. 'outready:' .. l, chat)
  end
  redis.call('DEL', p .. 'slots:' .. chat)
  redis.call('ZREM', p .. 'chatpace', chat)
  redis.call('ZREM', p .. 'hold', chat)
  local parked = redis.call('HGETALL', p .. 'parked')
  for i = 1, #parked, 2 do
    if string.match(parked[i + 1], '^%Z*%z%Z*%z(%Z*)%z') == 'chat:' .. chat then redis.call('HDEL', p .. 'parked', parked[i]) end
  end
end
for _ = 1, count() do
  local contact, chat = ARGV[at], ARGV[at + 1]
  redis.call('DEL', p .. 'own:' .. contact, p .. 'audit:contact:' .. contact)
  redis.call('ZADD', p .. 'erased', now, contact)
  redis.call('ZADD', p .. 'erasing', now, contact)
  redis.call('INCR', p .. 'erasures')
  if chat ~= '0' then clear(chat) end
  at = at + 2
end
for _ = 1, count() do
  local key, value = p .. ARGV[at], ARGV[at + 1]
  if value == '' then
    redis.call('DEL', key)
    known[key] = '0'
  else
    known[key] = string.format('%d', revision(key) + 1)
    redis.call('SET', key, known[key] .. ':' .. value)
  end
  at = at + 2
end
for _ = 1, count() do
  local chat, outlane, head, row = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local seq = redis.call('INCR', p .. 'outseq')
  redis.call('RPUSH', p .. 'out:' .. outlane .. ':' .. chat, head .. '\0' .. string.format('%d', seq) .. '\0' .. row)
  local lock = chat
  if outlane == '0' then lock = chat .. '!' end
  if redis.call('HEXISTS', p .. 'outholder', lock) == 0 then
    redis.call('ZADD', p .. 'outready:' .. outlane, 'NX', now, chat)
  end
  at = at + 4
end
for _ = 1, count() do
  if ARGV[at + 2] == '' then
    redis.call('ZREM', p .. 'timers:' .. ARGV[at], ARGV[at + 1])
  else
    redis.call('ZADD', p .. 'timers:' .. ARGV[at], ARGV[at + 2], ARGV[at + 1])
  end
  at = at + 3
end
for _ = 1, count() do
  redis.call('RPUSH', p .. ARGV[at], ARGV[at + 1])
  at = at + 2
end
for _ = 1, count() do
  if ARGV[at + 1] == '-1' then
    redis.call('DEL', p .. ARGV[at])
  elseif ARGV[at + 1] ~= '0' then
    redis.call('LTRIM', p .. ARGV[at], ARGV[at + 1], -1)
  end
  at = at + 2
end

redis.call('LPOP', q)
redis.call('HDEL', p .. 'tries', id)
if park ~= '' then
  redis.call('HSET', p .. 'parked', id, park .. '\0' .. now .. '\0' .. queue .. '\0' .. item)
end

local era = redis.call('GET', p .. 'erasures') or '0'
if after and till ~= '0' then
  redis.call('ZADD', p .. 'leased', till, queue)
  local nid = string.sub(after, 1, string.find(after, '\0', 1, true) - 1)
  return { 'ok', after, redis.call('HGET', p .. 'tries', nid) or '0', era }
end
redis.call('HDEL', p .. 'holder', queue)
redis.call('ZREM', p .. 'leased', queue)
if after then redis.call('ZADD', p .. 'ready:' .. lane, now, queue) end
return { 'ok', '', '0', era }
