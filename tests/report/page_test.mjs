// Does report.html work in a browser? Loads quietly and without network, sorts, zooms, shows any run, fits narrow screens.
//
//   node page_test.mjs CHROMIUM SCREENSHOTS REPORT [OTHER...]
//
// Of the other pages only the layout is tested. Prints a line per question; exit code 1 if an answer is no.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [program, screenshots, ...reports] = process.argv.slice(2);
if (!reports.length) {
  console.error('page_test.mjs: needs CHROMIUM SCREENSHOTS REPORT');
  process.exit(2);
}
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const WIDTHS = [1280, 390];

let failed = 0;
function answer(question, problems) {
  console.log(`${problems.length ? 'NO ' : 'yes'}  ${question}`);
  for (const problem of problems.slice(0, 10)) console.log(`       ${problem}`);
  failed += problems.length > 0;
}

// Problems of one heading's column in one direction. The oracle is what the reader sees: numbers with thin spaces and a
// true minus. Rounding keeps their order, so a displayed column must be monotonic too.
function orderProblems({caption, heading, numeric, cells, sort, upward}) {
  const where = `${caption} / ${heading} / ${upward ? 'ascending' : 'descending'}`;
  const problems = [];
  if (sort !== (upward ? 'ascending' : 'descending')) problems.push(`${where}: aria-sort is '${sort}'`);
  const filled = cells.filter((cell) => cell !== '');
  if (cells.slice(0, filled.length).includes('')) problems.push(`${where}: empty cells are not at the end`);
  const value = (cell) => Number(cell.replaceAll('\u202f', '').replace('\u2212', '-'));
  if (numeric && filled.some((cell) => Number.isNaN(value(cell)))) problems.push(`${where}: a cell is no number`);
  for (let i = 1; i < filled.length; i++) {
    const [a, b] = upward ? [filled[i - 1], filled[i]] : [filled[i], filled[i - 1]];
    if (numeric ? value(a) > value(b) : a.localeCompare(b, 'en', {numeric: true}) > 0) {
      problems.push(`${where}: '${filled[i]}' comes after '${filled[i - 1]}'`);
      break;
    }
  }
  return problems;
}

async function tablesSort(page) {
  const problems = [];
  const tables = await page.locator('table.sortable').all();
  if (tables.length < 4) problems.push(`there are ${tables.length} tables only`);
  let changed = 0;
  for (const table of tables) {
    const rowCount = await table.locator('tbody tr').count();
    for (const head of await table.locator('thead th').all()) {
      for (const upward of [true, false]) {
        await head.locator('button').click();
        const shown = await head.evaluate((th) => ({
          caption: th.closest('table').caption.textContent,
          heading: th.textContent,
          numeric: th.classList.contains('number'),
          sort: th.getAttribute('aria-sort'),
          cells: [...th.closest('table').tBodies[0].rows].map((row) => row.cells[th.cellIndex].textContent),
        }));
        if (shown.cells.length !== rowCount) problems.push(`${shown.caption}: rows were lost`);
        problems.push(...orderProblems({...shown, upward}));
        changed += !upward && shown.cells[0] !== shown.cells.at(-1);
      }
    }
  }
  if (changed < 10) problems.push(`only ${changed} columns have different values`);
  return problems;
}

// The first and last millisecond shown.
async function span(page) {
  const text = await page.locator('#span').textContent();
  const [from, until] = text.match(/[\d.]+/g).map(Number);
  return {from, until, length: until - from};
}

async function timelineZooms(page) {
  const problems = [];
  const expect = (good, what) => { if (!good) problems.push(what); };
  const canvas = page.locator('#timeline');
  const pixels = () => canvas.evaluate((c) => c.toDataURL());
  await canvas.scrollIntoViewIfNeeded();
  const whole = await span(page);
  const before = await pixels();
  const colours = await canvas.evaluate((c) => {
    const data = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
    return new Set(data).size;
  });
  expect(colours > 10, `only ${colours} colours are on the canvas`);
  const box = await canvas.boundingBox();
  await page.locator('#zoom-in').click();
  const button = await span(page);
  expect(button.length < whole.length * 0.7, 'the button + does not zoom in');
  expect(await pixels() !== before, 'the picture stays when zoomed');
  await canvas.focus();
  await page.keyboard.press('+');
  const key = await span(page);
  expect(key.length < button.length * 0.7, 'the key + does not zoom in');
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  const wheel = await span(page);
  expect(wheel.length < key.length * 0.7, 'Ctrl and wheel do not zoom in');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, {steps: 4});
  await page.mouse.up();
  const dragged = await span(page);
  expect(dragged.from > wheel.from && Math.abs(dragged.length - wheel.length) < 0.2, 'dragging does not move it');
  await page.keyboard.press('ArrowLeft');
  expect((await span(page)).from < dragged.from, 'the left arrow does not move it');
  await page.locator('#all').click();
  const again = await span(page);
  expect(again.from === whole.from && again.until === whole.until, "'All' does not show all");
  expect(await pixels() === before || await page.locator('#bar').textContent() !== '', "'All' does not bring the picture back");
  // Some bar lies under a fine raster of points.
  let said = '';
  for (let row = 0; row < 40 && !said; row++) {
    await page.mouse.click(box.x + box.width * (0.4 + 0.01 * row), box.y + 30 + (row * 13) % (box.height - 32));
    said = await page.locator('#bar').textContent();
  }
  expect(/inference \d+, .*: .*lasts [\d.]+ ms/.test(said), `choosing a bar says '${said}'`);
  return problems;
}

// What sticks out to the right; what scrolls in its own box may.
async function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || element.closest('.wide *, .picture *, svg *, .skip')) continue;
      if (box.right > width + 1 || box.left < -1) found.push(`${element.tagName} '${element.textContent.trim().slice(0, 40)}'`);
    }
    return found;
  });
}

// Texts of the drawing that leave their card or are too small to read, and cards that cover each other.
async function drawingProblems(page) {
  return page.evaluate(() => {
    const found = [];
    const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    const drawing = [...document.querySelectorAll('svg.body')].find((svg) => svg.getBoundingClientRect().width > 0);
    if (!drawing) return ['there is no drawing of the body'];
    const cards = [...drawing.querySelectorAll('g.device')];
    if (cards.length < 2) found.push(`${cards.length} devices are drawn`);
    if (!drawing.querySelector('.link')) found.push('no link is drawn');
    const loads = [...drawing.querySelectorAll('.load text')];
    const links = drawing.querySelectorAll('.link').length;
    if (loads.length !== links * (drawing.classList.contains('narrow') ? 2 : 1)) found.push(`${loads.length} labels for ${links} links`);
    loads.forEach((load, i) => {
      const a = (load.previousElementSibling.tagName === 'rect' ? load.previousElementSibling : load).getBoundingClientRect();
      for (const other of loads.slice(i + 1)) {
        const b = other.getBoundingClientRect();
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        if (!apart) found.push(`link labels '${load.textContent}' and '${other.textContent}' overlap`);
      }
    });
    for (const card of cards) {
      const frame = card.querySelector('rect').getBoundingClientRect();
      for (const text of card.querySelectorAll('text')) {
        if (!inside(text.getBoundingClientRect(), frame)) found.push(`'${text.textContent}' leaves its card`);
        if (text.getBoundingClientRect().height < 11) found.push(`'${text.textContent}' is too small`);
      }
      if (!inside(frame, drawing.getBoundingClientRect())) found.push('a card leaves the drawing');
      for (const other of cards) {
        const there = other.querySelector('rect').getBoundingClientRect();
        const apart = frame.right <= there.left || there.right <= frame.left || frame.bottom <= there.top || there.bottom <= frame.top;
        if (other !== card && !apart) found.push(`cards '${card.textContent.slice(0, 8)}' and '${other.textContent.slice(0, 8)}' overlap`);
      }
    }
    return found;
  });
}

// What scrolls sideways says so at the edge where there is more, and only there.
async function cueProblems(page, narrow) {
  return page.evaluate(async (isNarrow) => {
    const found = [];
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const edges = (box) => ['::before', '::after'].map((side) => Number(getComputedStyle(box.parentElement, side).opacity) > 0);
    for (const style of document.head.querySelectorAll('style')) style.append('.scroller::before, .scroller::after { transition: none }');
    await frame();
    let scrolled = 0;
    for (const box of document.querySelectorAll('div.wide, .picture')) {
      if (box.closest('details:not([open])')) continue;
      const name = box.getAttribute('aria-label') || box.querySelector('caption').textContent.slice(0, 40);
      const more = box.scrollWidth > box.clientWidth + 1;
      scrolled += more;
      box.scrollLeft = 0;
      await frame();
      if (String(edges(box)) !== String([false, more])) found.push(`${name}: cues ${edges(box)} at the left end, more to see: ${more}`);
      if (!more) continue;
      box.scrollLeft = box.scrollWidth;
      await frame();
      if (String(edges(box)) !== 'true,false') found.push(`${name}: cues ${edges(box)} at the right end`);
      box.scrollLeft = 0;
    }
    if (isNarrow && scrolled < 10) found.push(`only ${scrolled} tables and figures scroll`);
    return found;
  }, narrow);
}

// Texts are as wide as the page.
async function textProblems(page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const wide = main.clientWidth - parseFloat(getComputedStyle(main).paddingLeft) * 2;
    const texts = [...document.querySelectorAll('main > section > p, figcaption, .claims .why p')].filter((text) => text.clientWidth);
    const found = texts.filter((text) => text.clientWidth < 0.95 * wide).map((text) => `'${text.textContent.slice(0, 30)}' is ${text.clientWidth} of ${wide} wide`);
    if (texts.length < 5) found.push(`${texts.length} texts only`);
    return found;
  });
}

// Chooses run after run: its numbers, drawing, tables and timeline must be its own; what has none says so.
async function runProblems(page, layout) {
  const problems = [];
  const runs = await page.evaluate(() => JSON.parse(document.getElementById('run-data').textContent).runs);
  const ids = Object.keys(runs);
  const traces = await page.evaluate(() => Object.keys(JSON.parse(document.getElementById('run-data').textContent).traces));
  const seen = {ok: 0, infeasible: 0};
  for (const id of ids) {
    const [scenario, planner, policy] = id.split('/');
    await page.selectOption('#run-scenario', scenario);
    await page.selectOption('#run-planner', planner);
    await page.selectOption('#run-policy', policy);
    const shown = await page.evaluate(() => ({
      id: document.getElementById('run-id').textContent,
      facts: document.getElementById('run-facts').textContent,
      drawing: !document.getElementById('run-figure').hidden,
      title: document.querySelector('svg.body')?.getAttribute('aria-label') || '',
      timeline: !document.getElementById('run-trace').hidden,
      label: document.getElementById('timeline').getAttribute('aria-label') || '',
      missing: document.getElementById('run-no-trace').hidden ? '' : document.getElementById('run-no-trace').textContent,
      tables: [...document.querySelectorAll('#run-tables details')].filter((d) => !d.hidden).map((d) => d.querySelector('caption').textContent),
    }));
    const expect = (good, what) => { if (!good) problems.push(`${id}: ${what}`); };
    const ok = runs[id].includes('ok');
    seen[ok ? 'ok' : 'infeasible']++;
    expect(shown.id === id, `the page shows ${shown.id}`);
    expect(shown.drawing === ok && (!ok || shown.title.includes(id)), `the drawing is '${shown.title}'`);
    expect(ok ? /throughput/.test(shown.facts) : /infeasible/.test(shown.facts), `the numbers are '${shown.facts.slice(0, 60)}'`);
    expect(shown.timeline === traces.includes(id) && (!shown.timeline || shown.label.includes(id)), `the timeline is '${shown.label}'`);
    const command = `synergy-sim run ${scenario} --planner ${planner} --policy ${policy} --trace `;
    expect(shown.timeline || shown.missing.includes(ok ? command : 'without a plan'), `of the timeline it says '${shown.missing}'`);
    expect(shown.tables.length === (ok ? (/, 0 links/.test(shown.title) ? 6 : 7) : 1) && shown.tables.every((caption) => caption.endsWith(id)),
      `the tables are ${shown.tables.join(', ')}`);
    if (ok && layout) problems.push(...(await drawingProblems(page)).map((problem) => `${id}: ${problem}`));
  }
  if (!seen.ok || !seen.infeasible || ids.length < 40) problems.push(`there are ${seen.ok} runs with and ${seen.infeasible} without a plan`);
  return problems;
}

// Columns of counts hold whole numbers.
async function countProblems(page) {
  return page.evaluate(() => {
    const found = [];
    let columns = 0;
    for (const head of document.querySelectorAll('table.sortable thead th')) {
      if (!/ count|^(pairs$|excluded$|first layer|last layer|stage|replication)/.test(head.textContent)) continue;
      columns++;
      for (const row of head.closest('table').tBodies[0].rows) {
        const text = row.cells[head.cellIndex].textContent;
        if (!/^[\d\u202f]*$/.test(text)) found.push(`${head.textContent}: ${text}`);
      }
    }
    if (columns < 8) found.push(`there are ${columns} columns of counts only`);
    return found;
  });
}

const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'report-test-'));
fs.mkdirSync(screenshots, {recursive: true});
const context = await chromium.launchPersistentContext(profile, {
  executablePath: program, headless: true, chromiumSandbox: false, args: QUIET, viewport: {width: WIDTHS[0], height: 900},
});
context.setDefaultTimeout(300_000); // for machines that are busy
try {
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) said.push(message.text()); });
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  const addresses = reports.map((report) => pathToFileURL(path.resolve(report)).href);
  for (const [i, address] of addresses.entries()) {
    for (const width of WIDTHS) {
      const of = `of ${path.basename(reports[i])} at a width of ${width}`;
      await page.setViewportSize({width, height: 900});
      await page.goto(address, {waitUntil: 'load'});
      await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
      answer(`does nothing overflow, ${of}?`, await overflow(page));
      answer(`does the drawing of the body hold its texts, ${of}?`, await drawingProblems(page));
      answer(`do figures and tables show where they scroll, ${of}?`, await cueProblems(page, width === 390));
      answer(`do texts use the width, ${of}?`, await textProblems(page));
      if (width === 390) answer(`does every run have its drawing, tables and timeline, ${of}?`, await runProblems(page, true));
      const file = path.join(screenshots, `${path.basename(reports[i], '.html')}-${width}.png`);
      await page.screenshot({path: file, fullPage: true});
      answer(`is there a screenshot ${of}?`, fs.statSync(file).size > 50_000 ? [] : [`${file} is nearly empty`]);
    }
  }
  await page.setViewportSize({width: WIDTHS[0], height: 900});
  await page.goto(addresses[0], {waitUntil: 'load'});
  answer('does every run have its drawing, tables and timeline?', await runProblems(page, true));
  answer('are counts whole numbers?', await countProblems(page));
  await page.goto(addresses[0], {waitUntil: 'load'});
  await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
  answer('do the tables sort by every heading, both ways?', await tablesSort(page));
  answer('does the timeline zoom, move, and tell about a bar?', await timelineZooms(page));
  answer('is the console free of errors?', said);
  answer('does the page live without a network?', asked.filter((url) => !addresses.includes(url) && !url.startsWith('data:')));
} finally {
  await context.close();
  fs.rmSync(profile, {recursive: true, force: true});
}
process.exit(failed ? 1 : 0);
