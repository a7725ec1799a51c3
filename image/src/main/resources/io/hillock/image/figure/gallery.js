'use strict';
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  root.classList.add('script');

  // Light, dark, or as the system: kept where the browser keeps anything for files.
  const theme = one('#theme');
  const paint = () => {
    if (theme.value) {
      root.dataset.theme = theme.value;
    } else {
      delete root.dataset.theme;
    }
  };
  try {
    theme.value = localStorage.getItem('hillock-theme') || '';
  } catch (e) {}
  paint();
  theme.addEventListener('change', () => {
    paint();
    try {
      localStorage.setItem('hillock-theme', theme.value);
    } catch (e) {}
  });

  // The function is filtered by the style sheet; here are the names, and what is said of it.
  const list = one('.pictures');
  const pictures = [...document.querySelectorAll('.picture')].map(item => ({
    item,
    name: one('h2', item).textContent.toLowerCase(),
  }));
  const name = one('#name');
  const chosen = () => one('input[name=function]:checked');
  const selector = () => (chosen().id === 'all' ? '.after' : '.' + chosen().id);
  const filter = () => {
    const words = name.value.toLowerCase().split(/\s+/).filter(Boolean);
    const of = selector();
    const shown = pictures
      .filter(({ item, name }) => words.every(word => name.includes(word)) && one(of, item))
      .map(({ item }) => item);
    // Taken out and not hidden: a browser lays thousands of hidden ones out for seconds.
    if (shown.length !== list.children.length || shown.some((item, i) => item !== list.children[i])) {
      list.replaceChildren(...shown);
    }
    one('.none').hidden = shown.length > 0 || pictures.length === 0;
    const label = chosen().parentElement.textContent.trim();
    one('#status').textContent =
      `${shown.length} of ${pictures.length} pictures shown, ` +
      (chosen().id === 'all' ? 'all functions' : label);
  };
  name.addEventListener('input', filter);
  for (const choice of document.querySelectorAll('input[name=function]')) {
    choice.addEventListener('change', filter);
  }
  filter();

  // The comparison: one picture over the other, wiped with a slider or by pulling.
  const dialog = one('dialog');
  const stage = one('.stage');
  const wipe = one('#wipe');
  let current = null;
  const cut = () => stage.style.setProperty('--cut', wipe.value + '%');
  const show = (image, frame) => {
    const small = one('img', frame);
    image.alt = small.alt;
    // The picture itself where the browser can show it, its thumbnail where not.
    image.onerror = () => {
      image.onerror = null;
      image.src = small.src;
    };
    image.src = frame.href;
  };
  const compare = shot => {
    current = shot;
    const picture = shot.closest('.picture');
    const after = one('figcaption b', shot).textContent;
    one('#compared').textContent = one('h2', picture).textContent + ' \u2013 ' + after;
    one('#after').textContent = after;
    show(one('.old'), one('.before .frame', picture));
    show(one('.new'), one('.frame', shot));
    if (!dialog.open) {
      wipe.value = 50;
      cut();
      dialog.showModal();
      wipe.focus();
    }
  };
  const step = by => {
    const shots = [...document.querySelectorAll('.picture ' + selector())];
    compare(shots[(shots.indexOf(current) + by + shots.length) % shots.length]);
  };
  one('main').addEventListener('click', event => {
    const button = event.target.closest('.compare');
    if (button) {
      compare(button.closest('.shot'));
    }
  });
  wipe.addEventListener('input', cut);
  stage.addEventListener('pointermove', event => {
    if (event.buttons || event.pointerType === 'mouse') {
      const box = stage.getBoundingClientRect();
      wipe.value = (100 * (event.clientX - box.left)) / box.width;
      cut();
    }
  });
  one('#previous').addEventListener('click', () => step(-1));
  one('#next').addEventListener('click', () => step(1));
  one('#close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => one('.compare', current).focus());
})();
