/** The value of `firedrill:environment` on images and on what builds them: they are no environment's own. */
export const imagesEnvironment = 'images';

/** On an image: the role that its instances have, and the version of the application that it brings, where its recipe says one. */
export const imageRoleTag = 'firedrill:role';
export const imageVersionTag = 'firedrill:version';

/** On an image: SHA-256 (hex) of all that it was made of. Only what was built here has it. */
export const imageInputsTag = 'firedrill:inputs';
