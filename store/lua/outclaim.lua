-- Claims rows of the outbox: one a chat, in the order of the lanes asked for,
-- as far as our own pace and Telegram's holds allow.
--
-- KEYS[1]  prefix
-- ARGV     now ms, replica, epoch, lease until ms, token stem, at most,
--          ms between messages overall, to one chat, to one group (0: no limit),
--          lanes …
-- Returns  false when the epoch is old, else {look again at ms (0: unknown), erasures so far,
--          until when nothing but urgent rows may leave, ms (0: they all may),
--          chat, lane, token, encoded row, tries, …}
local p = KEYS[1]
local now, replica, epoch, till, stem, max = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local gap, chatgap, groupgap = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
if redis.call('HGET', p .. 'replicas', replica) ~= epoch then return false end

local pace = redis.call('HMGET', p .. 'pace', 'hold', 'next')
local hold, next = tonumber(pace[1] or 0), tonumber(pace[2] or 0)
-- a clock that was put back must not silence anybody: what lies further ahead
-- than it can have been set is no pace of ours
if next > now + 2000 then next = now end
if hold > now + 3600000 then hold = 0 end
local era = redis.call('GET', p .. 'erasures') or '0'
if hold > now then return { string.format('%d', hold), era, string.format('%d', hold) } end

-- an urgent row is never put off for so long, except by a hold
for _, chat in ipairs(redis.call('ZRANGEBYSCORE', p .. 'outready:0', string.format('(%d', now + 60000), '+inf')) do
  local wait = tonumber(redis.call('ZSCORE', p .. 'hold', chat) or 0)
  if wait <= now or wait > now + 3600000 then redis.call('ZADD', p .. 'outready:0', now, chat) end
end

local again, out, n, paced = 0, { '', '', '' }, 0, false
local function look(at)
  if again == 0 or at < again then again = at end
end

-- urgent first (I12): while an urgent row for a chat is on its way, or could be,
-- nothing else leaves for it. One that is put off holds nothing up.
local function urgentFirst(chat)
  if redis.call('HEXISTS', p .. 'outholder', chat .. '!') == 1 then return true end
  local at = redis.call('ZSCORE', p .. 'outready:0', chat)
  return at and tonumber(at) <= now
end

for l = 10, #ARGV do
  local lane = ARGV[l]
  local urgent = lane == '0'
  local ready = p .. 'outready:' .. lane
  while n < max do
    local head = redis.call('ZRANGE', ready, 0, 0, 'WITHSCORES')
    local chat, at = head[1], tonumber(head[2] or 0)
    if not chat then break end
    if at > now then look(at) break end
    -- urgent rows may borrow up to a second ahead; the others wait that out,
    -- but for one gap, so that a late look costs no throughput
    local free = next - (urgent and 1000 or gap)
    if gap > 0 and free > now then look(math.ceil(free)) break end

    local lock = urgent and chat .. '!' or chat
    local row = redis.call('LINDEX', p .. 'out:' .. lane .. ':' .. chat, 0)
    if not row or redis.call('HEXISTS', p .. 'outholder', lock) == 1 then
      redis.call('ZREM', ready, chat) -- whoever holds the chat puts it back
    elseif not urgent and urgentFirst(chat) then
      redis.call('ZADD', ready, now + 1000, chat) -- settling the urgent row brings it forward
      look(now + 1000)
    else
      local a = string.find(row, '\0', 1, true)
      local counts = string.sub(row, a + 1, a + 1) ~= 'f' -- answers to taps are free
      local wait = tonumber(redis.call('ZSCORE', p .. 'hold', chat) or 0)
      if wait > now + 3600000 then wait = 0 end
      local own = tonumber(redis.call('ZSCORE', p .. 'chatpace', chat) or 0)
      if own > now + 60000 then own = 0 end
      if counts and not urgent and own > wait then wait = own end
      if wait > now then
        redis.call('ZADD', ready, wait, chat)
        look(wait)
      else
        local token = replica .. '/' .. epoch .. '/' .. stem .. '.' .. lock
        redis.call('ZREM', ready, chat)
        redis.call('HSET', p .. 'outholder', lock, token)
        redis.call('ZADD', p .. 'outleased', till, lock)
        if counts then
          local g = string.sub(chat, 1, 1) == '-' and groupgap or chatgap
          if g > 0 then redis.call('ZADD', p .. 'chatpace', math.max(now, own) + g, chat) end
          if gap > 0 then next, paced = math.max(now, next) + gap, true end
        end
        local id = string.sub(row, 1, a - 1)
        out[#out + 1] = chat
        out[#out + 1] = lane
        out[#out + 1] = token
        out[#out + 1] = row
        out[#out + 1] = redis.call('HGET', p .. 'outtries', id) or '0'
        n = n + 1
      end
    end
  end
end
if paced then redis.call('HSET', p .. 'pace', 'next', string.format('%.3f', next)) end
local quiet = gap > 0 and next - gap > now and math.ceil(next - gap) or 0
out[1], out[2], out[3] = string.format('%d', again), era, string.format('%d', quiet)
return out
