'use strict';

// ---- Tables: a heading sorts its column, once more the other way. Empty cells stay at the end.
function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.querySelector('button').addEventListener('click', () => {
      const upward = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of heads) other.setAttribute('aria-sort', 'none');
      head.setAttribute('aria-sort', upward ? 'ascending' : 'descending');
      const numeric = head.classList.contains('number');
      const key = (row) => row.cells[column].dataset.sort;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (x === '' || y === '') return (x === '') - (y === '');
        const order = numeric ? Number(x) - Number(y) : x.localeCompare(y, 'en', {numeric: true});
        return upward ? order : -order;
      });
      table.tBodies[0].append(...rows);
    });
  });
}
for (const table of document.querySelectorAll('table.sortable')) makeSortable(table);

// ---- Claims: on narrow screens every figure stands below the name of its column.
for (const row of document.querySelectorAll('table.claims tr.claim')) {
  const names = row.closest('table').tHead.rows[0].cells;
  for (const cell of row.cells) cell.dataset.label = names[cell.cellIndex].textContent;
}

// ---- What scrolls sideways shows at its edges that there is more.
function showMore(box) {
  const frame = document.createElement('div');
  frame.className = 'scroller';
  box.replaceWith(frame);
  frame.append(box);
  const update = () => {
    frame.classList.toggle('more-left', box.scrollLeft > 1);
    frame.classList.toggle('more-right', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  box.addEventListener('scroll', update, {passive: true});
  const observer = new ResizeObserver(update);
  for (const element of [box, ...box.children]) observer.observe(element);
}
for (const box of document.querySelectorAll('div.wide, .picture')) showMore(box);
