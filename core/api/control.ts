/** The door for the admin panel: verbs and lists that run the site. */
export {}
