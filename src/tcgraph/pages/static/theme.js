// Before anything is painted: the shade that the reader chose last on this device, if any.
try {
  const chosen = localStorage.getItem("shade");
  if (chosen) document.documentElement.dataset.shade = chosen;
} catch { /* storage is switched off; the system's own shade applies */ }
