// Makes the text field of a file an editor, once its script is there. Without it the field stays what it is.

const field = document.querySelector('textarea[data-editor]')
if (field) import(field.dataset.editor)
