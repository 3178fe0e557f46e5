import { graphic } from "./graphic.mjs";

export default graphic(new URL("order-toast.ograf.json", import.meta.url));
