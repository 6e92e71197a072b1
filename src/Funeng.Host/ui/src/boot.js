// Runs before the first paint: marks that scripts are on, and follows the device's dark mode when the user has not chosen a theme.
// A chosen theme, size and density are already in the page: the server writes them from the cookie.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  if (root.hasAttribute('data-auto') && matchMedia('(prefers-color-scheme:dark)').matches) root.dataset.theme = 'dark';
})();
