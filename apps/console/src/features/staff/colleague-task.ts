/** What an owner may do about somebody of the staff. */
export type ColleagueTask = 'role' | 'disable' | 'enable' | 'remove';
