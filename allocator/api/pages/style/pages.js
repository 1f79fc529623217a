// What makes the pages quicker; everything works without it.

// Mistakes come first: whoever sent a form that is not right begins there.
document.getElementById("faults")?.focus();
