-- Settles a claimed row: it goes, or stays for later.
--
-- KEYS[1]  prefix
-- ARGV     1 now ms, 2 replica, 3 epoch, 4 chat, 5 lane, 6 token, 7 row id,
--          8 stays until ms ("": it goes), 9 "1" when it was tried,
--          10 slot ("": none), 11 Telegram's message id (0: none), 12 the row's number,
--          13 hold this chat until ms (0), 14 hold everything until ms (0),
--          15 item id of a failure event ("": none), 16 its queue, 17 its lane, 18 the item
-- A row that was dropped while it was being sent, because its reader was erased,
-- leaves nothing behind.
-- Returns  1, or 0 when the claim was not ours any more
local p = KEYS[1]
local now, chat, lane, token, id = tonumber(ARGV[1]), ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local urgent = lane == '0'
local lock = urgent and chat .. '!' or chat
if redis.call('HGET', p .. 'replicas', ARGV[2]) ~= ARGV[3] then return 0 end
if redis.call('HGET', p .. 'outholder', lock) ~= token then return 0 end
redis.call('HDEL', p .. 'outholder', lock)
redis.call('ZREM', p .. 'outleased', lock)

local head = redis.call('LINDEX', p .. 'out:' .. lane .. ':' .. chat, 0)
local here = head and string.sub(head, 1, #id + 1) == id .. '\0'
if not here then
  redis.call('HDEL', p .. 'outtries', id)
elseif ARGV[8] == '' then
  redis.call('LPOP', p .. 'out:' .. lane .. ':' .. chat)
  redis.call('HDEL', p .. 'outtries', id)
elseif ARGV[9] == '1' then
  redis.call('HINCRBY', p .. 'outtries', id, 1)
end

if here and ARGV[10] ~= '' and ARGV[11] ~= '0' then
  local slots = p .. 'slots:' .. chat
  local old = redis.call('HGET', slots, ARGV[10])
  local seq = old and tonumber(string.match(old, ':(%d+)$')) or 0
  if tonumber(ARGV[12]) >= seq then redis.call('HSET', slots, ARGV[10], ARGV[11] .. ':' .. ARGV[12]) end
  if redis.call('HLEN', slots) > 128 then -- the oldest card of this chat is forgotten
    local all, least, which = redis.call('HGETALL', slots), nil, nil
    for i = 1, #all, 2 do
      local s = tonumber(string.match(all[i + 1], ':(%d+)$'))
      if not least or s < least then least, which = s, all[i] end
    end
    redis.call('HDEL', slots, which)
  end
end

if ARGV[13] ~= '0' then redis.call('ZADD', p .. 'hold', ARGV[13], chat) end
if ARGV[14] ~= '0' and tonumber(ARGV[14]) > tonumber(redis.call('HGET', p .. 'pace', 'hold') or 0) then
  redis.call('HSET', p .. 'pace', 'hold', ARGV[14])
end
if here and ARGV[15] ~= '' and redis.call('ZADD', p .. 'seen', 'NX', now, ARGV[15]) == 1 then
  redis.call('RPUSH', p .. 'q:' .. ARGV[16], ARGV[18])
  if redis.call('HEXISTS', p .. 'holder', ARGV[16]) == 0 then
    redis.call('ZADD', p .. 'ready:' .. ARGV[17], 'NX', now, ARGV[16])
  end
end

local from, to = 1, 2
if urgent then
  from, to = 0, 0
  for l = 1, 2 do -- what waited for this one (outclaim.lua) goes now
    local at = tonumber(redis.call('ZSCORE', p .. 'outready:' .. l, chat) or 0)
    if at > now and at <= now + 1000 then redis.call('ZADD', p .. 'outready:' .. l, now, chat) end
  end
end
for l = from, to do
  if redis.call('EXISTS', p .. 'out:' .. l .. ':' .. chat) == 1 then
    if tostring(l) ~= lane then -- what waits there for a time of its own goes on waiting
      redis.call('ZADD', p .. 'outready:' .. l, 'NX', now, chat)
    else
      local at = now
      if here and ARGV[8] ~= '' then at = tonumber(ARGV[8]) end
      redis.call('ZADD', p .. 'outready:' .. l, at, chat)
    end
  end
end
return 1
