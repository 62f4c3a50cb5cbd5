// Runs before the page is drawn, so that nothing jumps when the rest of the script arrives.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
