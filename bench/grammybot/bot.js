// The peer in Node: a webhook with grammY, BullMQ with Redis for everything that
// must not be lost. It does what our own bot is measured at.
import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

const mode = process.env.MODE; // corridor, urgent, timers; fill-bulk and fill-timers put jobs in and end
const onCall = 200, firstOnCall = 3_000_000;
const connect = () => new Redis({ path: process.env.REDIS_SOCKET, maxRetriesPerRequest: null });
const db = connect();
const queue = (name) => new Queue(name, { connection: db });
const work = (name, concurrency, handler, more = {}) => new Worker(name, handler, { connection: connect(), concurrency, ...more });

async function fill(name, delayTo) {
  const bulk = queue(name), total = Number(process.env.JOBS);
  for (let from = 0; from < total; from += 1000) {
    const jobs = [];
    for (let i = from; i < Math.min(from + 1000, total); i++) {
      const opts = { jobId: "j-" + i, removeOnComplete: true };
      if (delayTo) opts.delay = Math.max(0, delayTo - Date.now());
      jobs.push({ name: "job", data: { id: i, chat: 100_000 + i, text: "bulk " + i }, opts });
    }
    await bulk.addBulk(jobs);
  }
  process.exit(0);
}

if (mode === "fill-bulk") await fill("bulk", 0);
if (mode === "fill-timers") await fill("timers", Number(process.env.DUE));

const bot = new Bot("1000:child", {
  client: { apiRoot: process.env.TELEGRAM_API_URL },
  botInfo: { id: 1000, is_bot: true, first_name: "Bench", username: "bench_bot", can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false },
});
const updates = queue("updates"), sends = queue("sends");
// finished jobs are kept, so that a repeated update is recognised
const keep = { removeOnComplete: { age: 3600 } };

bot.on("message:text", (ctx) =>
  updates.add("update", { id: ctx.update.update_id, chat: ctx.chat.id, text: ctx.message.text }, { jobId: "u-" + ctx.update.update_id, ...keep }));

// the effect: one more for the chat, and the text that brought it
async function count(chat, text) {
  const [[, n]] = await db.multi().incr("count:" + chat).rpush("seen:" + chat, text).exec();
  return n;
}

const send = (job) => bot.api.sendMessage(job.data.chat, job.data.text);

async function update(job) {
  const { id, chat, text } = job.data;
  const n = await count(chat, text);
  const jobs = [{ name: "send", data: { id, chat, text: n + " " + text }, opts: { jobId: "s-" + id, ...keep } }];
  if (mode === "urgent")
    jobs.unshift({ name: "send", data: { id, chat: firstOnCall + (chat % onCall), text: "somebody needs help" }, opts: { jobId: "card-" + id, ...keep } });
  await sends.addBulk(jobs);
}

async function timer(job) {
  await count(job.data.chat, job.data.text);
  await sends.add("send", job.data, { jobId: "s-" + job.data.id, ...keep });
}

if (mode === "timers") work("timers", 100, timer);
else {
  work("updates", 40, update);
  work("sends", 40, send);
}
if (mode === "urgent") work("bulk", 4, send, { limiter: { max: 30, duration: 1000 } });

const handle = webhookCallback(bot, "http", { secretToken: "child-secret-0123456789" });
const [host, port] = process.env.LISTEN.split(":");
createServer((req, res) => {
  if (req.method !== "POST") return res.end("ok");
  handle(req, res).catch(() => { if (!res.headersSent) res.writeHead(503).end(); });
}).listen(Number(port), host);
