// Runs before the page is drawn, so that nothing jumps when the rest of the script arrives.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
try {
  if (sessionStorage.getItem('vrn-locked')) document.documentElement.classList.add('vrn-locked')
} catch (e) {} // the browser keeps nothing: the server's lock alone counts
