// Pictures of every screen from the mock builds, for looking at: light and dark, two phones, three
// languages. Written to target/screens/mock; no proof of anything.
//   node screens/take.mjs [name-part] [language]
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ui = fileURLToPath(new URL('..', import.meta.url));
const out = join(ui, '..', 'target', 'screens', 'mock');
const [only = '', onlyLanguage = ''] = process.argv.slice(2);
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
// As strict as the shell's: what breaks it must be seen here first.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'";

function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname);
    const file = join(ui, folder, path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((go) => server.listen(0, '127.0.0.1', () => go(server)));
}

const press = (id) => (page) => page.getByTestId(id).first().click();
const down = (id) => (page) => page.getByTestId(id).scrollIntoViewIfNeeded();
const takeFile = (page) =>
  page.getByTestId('bundle-take').setInputFiles({
    name: 'a.sanaq-bundle',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('SANAQB1\n'),
  });
const app = [
  ['welcome', 'empty', ''],
  ['secret', 'invited', ''],
  ['unlock', 'locked', ''],
  ['station', 'station', ''],
  ['station-typed', 'station-typed', ''],
  ['now', 'day', '#/now'],
  ['count', 'day', '#/count'],
  ['count-start', 'arrived', '#/count', press('open-start-watch')],
  ['count-empty', 'arrived', '#/count'],
  ['count-pause', 'day', '#/count', press('pause-watch')],
  ['count-paused', 'paused', '#/count'],
  ['count-gap', 'gap', '#/count'],
  ['count-still', 'still', '#/count'],
  ['count-category', 'day', '#/count', press('other-category')],
  ['covered', 'covered', ''],
  ['sheets', 'day', '#/sheets'],
  ['checklist', 'day', '#/sheets/1/1', press('special-6')],
  ['turnout', 'day', '#/notes/turnout'],
  ['turnout-form', 'day', '#/notes/turnout', press('turnout-add')],
  ['log', 'day', '#/notes/log'],
  ['log-form', 'day', '#/notes/log', press('log-add')],
  ['delivery', 'day', '#/delivery'],
  ['delivery-joined', 'joined', '#/delivery'],
  ['delivery-files', 'joined', '#/delivery', down('bundle-take')],
  ['delivery-join', 'announced', '#/delivery', press('relay-give')],
  ['delivery-word', 'joined', '#/delivery', press('relay-say')],
  ['now-told', 'told', '#/now'],
  ['notices', 'told', '#/notices'],
  ['notice', 'told', '#/notices', press('notice-2')],
  ['team-empty', 'lead', '#/team'],
  ['team-collecting', 'lead-collecting', '#/team'],
  ['team-list', 'lead-after', '#/team', down('keep-list')],
  ['team-sending', 'lead-sending', '#/team', down('send-on-state')],
  ['team-imported', 'lead-after', '#/team', takeFile],
  ['now-lead', 'lead-day', '#/now'],
  ['station-lead', 'lead-after', ''],
  ['settings', 'day', '#/settings'],
  ['wipe', 'day', '#/settings', press('wipe')],
];
const dashboard = [
  ['hq-login', 'out', ''],
  ['hq-overview', 'in', ''],
  ['hq-station', 'in', '#/station/1804'],
];
const phones = [
  { name: 'large', width: 412, height: 915 },
  { name: 'small', width: 360, height: 640 },
];
const desks = [{ name: 'desk', width: 1440, height: 900 }];

async function take(browser, folder, screens, sizes) {
  const server = await serve(folder);
  const base = `http://127.0.0.1:${server.address().port}/`;
  for (const language of ['kk', 'ru', 'en']) {
    if (onlyLanguage && language !== onlyLanguage) continue;
    for (const colorScheme of ['light', 'dark']) {
      for (const { name: size, ...viewport } of sizes) {
        const context = await browser.newContext({ viewport, colorScheme, hasTouch: true });
        await context.addInitScript(
          (code) => localStorage.setItem('sanaq.language', code),
          language,
        );
        for (const [name, scene, hash, step] of screens) {
          if (!name.includes(only)) continue;
          const page = await context.newPage();
          const say = (what) => console.log(`${name} ${language} ${colorScheme} ${size}: ${what}`);
          page.on('console', (line) => line.type() === 'error' && say(line.text()));
          page.on('pageerror', (error) => say(error.message));
          await page.goto(`${base}?scene=${scene}${hash}`);
          await page.waitForTimeout(120);
          if (step) await step(page);
          await page.waitForTimeout(150);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (over > 0) say(`wider than the screen by ${over}px`);
          await page.screenshot({
            path: join(out, `${name}-${language}-${colorScheme}-${size}.png`),
          });
          await page.close();
        }
        await context.close();
      }
    }
  }
  server.close();
}

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
await take(browser, 'dist-mock', app, phones);
if (existsSync(join(ui, 'dist-mock-dashboard'))) {
  await take(browser, 'dist-mock-dashboard', dashboard, desks);
}
await browser.close();
