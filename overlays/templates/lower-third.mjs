import { graphic } from "./graphic.mjs";

export default graphic(new URL("lower-third.ograf.json", import.meta.url));
