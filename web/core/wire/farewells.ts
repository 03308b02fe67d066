/** Why a coordinator says goodbye when its room is closed. A volunteer that hears it was not sent away: the room is over. */
export const roomClosedFarewell = "The coordinator has closed the room.";
