export { GameDay, type GameDayProps } from './game-day';
