// ---- One run: selectors of scenario, planner and policy; numbers, body, timeline and tables of the run they choose.
const FACTS = ['throughput_inf_per_s', 'latency_mean_ms', 'latency_p95_ms', 'response_time_mean_ms', 'sample_age_mean_ms', 'power_mean_mw',
  'energy_per_inference_uj', 'bottleneck_unit', 'bottleneck_busy_ratio', 'predicted_throughput_inf_per_s', 'plan'];
const TALL = 16; // rows; longer tables scroll in themselves
const LONG = 60; // characters; longer texts show their beginning until they are chosen

// As tables.py writes them: counts whole, others with four significant digits.
function shown(value, kind) {
  if (value === null) return '';
  if (kind === 'text') return String(value);
  const digits = kind === 'count' || value === 0 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  const [whole, fraction] = Math.abs(value).toFixed(Math.min(digits, 100)).split('.');
  return (value < 0 ? '\u2212' : '') + whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') + (fraction ? `.${fraction}` : '');
}

class RunView {
  constructor(data) {
    this.data = data;
    this.timeline = new Timeline(document.getElementById('timeline'));
    this.selects = ['scenario', 'planner', 'policy'].map((name) => document.getElementById(`run-${name}`));
    this.column = Object.fromEntries(data.columns.runs.map(([name], i) => [name, i]));
    for (const select of this.selects) select.addEventListener('change', () => this.choose(this.nearest()));
    for (const [name, title] of [...Object.entries(data.titles), ['runs', 'All numbers of the run']]) {
      const details = document.createElement('details');
      details.id = `run-${name}`;
      details.open = name === 'apps';
      details.innerHTML = `<summary>${title}</summary><div></div>`;
      document.getElementById('run-tables').append(details);
    }
    const asked = decodeURIComponent(location.hash).replace(/^#run=/, '');
    this.choose(asked in data.runs ? asked : document.getElementById('run').dataset.run);
  }

  value(id, column) { return this.data.runs[id][this.column[column]]; }
  keys(id) { return [this.value(id, 'scenario'), this.value(id, 'planner'), this.policy(id)]; }
  policy(id) { return this.value(id, 'policy') + (this.value(id, 'replication') ? `, replication ${this.value(id, 'replication')}` : ''); }

  // The run that the selectors name; where there is none, one of that scenario and planner, else of that scenario.
  nearest() {
    const wanted = this.selects.map((select) => select.value);
    const ids = Object.keys(this.data.runs);
    const same = (id) => this.keys(id).reduce((sum, key, i) => sum + (key === wanted[i]) * 4 / 2 ** i, 0);
    return ids.reduce((best, id) => same(id) > same(best) ? id : best);
  }

  choose(id) {
    const [scenario, planner] = this.keys(id);
    const ids = Object.keys(this.data.runs);
    const fitting = [ids, ids.filter((i) => this.keys(i)[0] === scenario), ids.filter((i) => this.keys(i)[0] === scenario && this.keys(i)[1] === planner)];
    this.selects.forEach((select, i) => {
      select.replaceChildren(...[...new Set(fitting[i].map((one) => this.keys(one)[i]))].map((key) => new Option(key)));
      select.value = this.keys(id)[i];
    });
    document.getElementById('run-id').textContent = id;
    this.showFacts(id);
    const good = this.value(id, 'status') === 'ok';
    const body = this.data.bodies[scenario];
    const colours = new Map((body ? body.apps : []).map(([app], i) => [app, COLOURS[i % COLOURS.length]]));
    document.getElementById('run-figure').hidden = !good || !body;
    if (good && body) {
      const tables = Object.fromEntries(['apps', 'segments', 'links'].map((name) => [name, this.objects(name, id)]));
      document.getElementById('run-body').innerHTML = new Body(body, tables, colours, id).drawings();
    }
    this.showTimeline(id, good, colours);
    for (const name of Object.keys(this.data.titles)) this.showTable(name, id, this.data.columns[name], this.rows(name, id));
    const numbers = this.data.columns.runs.map(([, heading, kind], i) => [heading, shown(this.data.runs[id][i], kind)]);
    this.showTable('runs', id, [['', 'what', 'text'], ['', 'value', 'text']], numbers.filter(([, value]) => value !== ''));
  }

  rows(name, id) { return (this.data.tables[name] || {})[id] || []; }
  objects(name, id) {
    return this.rows(name, id).map((row) => Object.fromEntries(this.data.columns[name].map(([column], i) => [column, row[i]])));
  }

  showFacts(id) {
    const facts = FACTS.filter((name) => name in this.column && this.value(id, name) !== null);
    const reasons = (this.value(id, 'reasons') || '').split('; ').filter(Boolean);
    document.getElementById('run-facts').innerHTML = facts.map((name) => {
      const [, heading, kind] = this.data.columns.runs[this.column[name]];
      return `<div${name === 'plan' ? ' class="whole"' : ''}><dt>${escaped(heading)}</dt><dd>${escaped(shown(this.value(id, name), kind))}</dd></div>`;
    }).join('') + (this.value(id, 'status') === 'ok' ? '' : `<div class="whole"><dt>${escaped(this.value(id, 'status'))}</dt><dd>` +
      `${reasons.map(escaped).join('<br>')}</dd></div>`);
  }

  showTimeline(id, good, colours) {
    const trace = this.data.traces[id];
    const [scenario, planner] = this.keys(id);
    const policy = this.value(id, 'policy');
    document.getElementById('run-trace').hidden = !trace;
    const missing = document.getElementById('run-no-trace');
    missing.hidden = Boolean(trace);
    missing.innerHTML = good ? 'This page has no timeline of this run. Two commands add it:<br>' +
      `<code>build/release/synergy-sim run ${escaped(scenario)} --planner ${escaped(planner)} --policy ${escaped(policy)} --trace ` +
      `results/traces/${escaped([scenario, planner, policy].join('-'))}.json --trace-max-events 2500</code><br>` +
      '<code>scripts/report/report.py --in results</code>' : 'A run without a plan has no timeline.';
    if (!trace) return;
    this.timeline.show(trace, colours);
    document.getElementById('timeline-apps').innerHTML = trace.apps.map((app, i) =>
      `<li><span style="background:${this.timeline.colours[i]}"></span>${escaped(app)}</li>`).join('');
    document.getElementById('timeline').setAttribute('aria-label', `Timeline of ${id}; keys + and - zoom, arrows move, 0 shows all`);
  }

  showTable(name, id, columns, rows) {
    const details = document.getElementById(`run-${name}`);
    details.hidden = !rows.length;
    const cell = (value, kind) => {
      const text = escaped(shown(value, kind));
      if (kind !== 'text' || value === null) return `<td${kind === 'text' ? '' : ' class="number"'} data-sort="${value ?? ''}">${text}</td>`;
      const style = text.length > LONG ? ' class="long" tabindex="0"' : text.length > 12 ? ' class="text"' : '';
      return `<td${style} data-sort="${text}">${text.length > LONG ? `<span>${text}</span>` : text}</td>`;
    };
    const head = columns.map(([, heading, kind]) => `<th scope="col" aria-sort="none"${kind === 'text' ? '' : ' class="number"'}>` +
      `<button type="button">${escaped(heading)}</button></th>`).join('');
    details.lastElementChild.innerHTML = `<div class="wide${rows.length > TALL ? ' tall' : ''}" tabindex="0" role="region" ` +
      `aria-labelledby="run-${name}-caption"><table class="sortable"><caption id="run-${name}-caption"><span>${details.firstElementChild.textContent}: ` +
      `${escaped(id)}</span></caption><thead><tr>${head}</tr></thead><tbody>` +
      `${rows.map((row) => `<tr>${row.map((value, i) => cell(value, columns[i][2])).join('')}</tr>`).join('')}</tbody></table></div>`;
    makeSortable(details.querySelector('table'));
    showMore(details.querySelector('.wide'));
  }
}

new RunView(JSON.parse(document.getElementById('run-data').textContent));
