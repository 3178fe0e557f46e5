import { graphic } from "./graphic.mjs";

export default graphic(new URL("coupon.ograf.json", import.meta.url));
