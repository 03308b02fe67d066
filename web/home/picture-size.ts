/** Pixels. Apart from what computes the picture, since the page keeps the place free before that is loaded. */
export const pictureWidth = 480;
export const pictureHeight = 320;
