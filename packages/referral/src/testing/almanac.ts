const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const sine = (degrees: number): number => Math.sin(radians(degrees));
const DAY_MS = 86_400_000;
/** 2000-01-01T12:00:00Z, as milliseconds and as a Julian day. */
const J2000 = Date.UTC(2000, 0, 1, 12);
const J2000_JULIAN = 2_451_545;
/** Terrestrial time less universal time in the years that are asked about. */
const DELTA_T_MS = 72_000;
const CHINA_MS = 8 * 3_600_000;

const dayInChina = (instant: number): string => new Date(instant + CHINA_MS).toISOString().slice(0, 10);

/** Apparent longitude of the sun in degrees at 24:00 of a day in China; within 0.01 degree (Meeus, ch. 25, low accuracy). */
export function solarLongitudeAtEndOf(date: string): number {
  const centuries = (Date.parse(`${date}T16:00:00Z`) - J2000) / DAY_MS / 36_525;
  const mean = 280.46646 + 36_000.76983 * centuries;
  const anomaly = 357.52911 + 35_999.05029 * centuries;
  const centre = 1.914602 * sine(anomaly) + 0.019993 * sine(2 * anomaly) + 0.000289 * sine(3 * anomaly);
  const node = 125.04 - 1934.136 * centuries;
  return (((mean + centre - 0.00569 - 0.00478 * sine(node)) % 360) + 360) % 360;
}

/** The k-th new moon since January 2000, within a minute (Meeus, ch. 49). */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t * t;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t;
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t * t;
  const julian =
    2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t -
    0.4072 * sine(moon) + 0.17241 * e * sine(sun) + 0.01608 * sine(2 * moon) + 0.01039 * sine(2 * latitude) + 0.00739 * e * sine(moon - sun) -
    0.00514 * e * sine(moon + sun) + 0.00208 * e * e * sine(2 * sun) - 0.00111 * sine(moon - 2 * latitude) - 0.00057 * sine(moon + 2 * latitude) +
    0.00056 * e * sine(2 * moon + sun) - 0.00042 * sine(3 * moon) + 0.00042 * e * sine(sun + 2 * latitude) + 0.00038 * e * sine(sun - 2 * latitude) -
    0.00024 * e * sine(2 * moon - sun) - 0.00017 * sine(node) +
    0.000325 * sine(299.77 + 0.107408 * k) + 0.000165 * sine(251.88 + 0.016321 * k) + 0.000164 * sine(251.83 + 26.651886 * k) +
    0.000126 * sine(349.42 + 36.412478 * k) + 0.00011 * sine(84.66 + 18.206239 * k);
  return J2000 + (julian - J2000_JULIAN) * DAY_MS - DELTA_T_MS;
}

/** The day of the Chinese month (1 to 30) that a date is, and whether the sun passes the given longitude (中气, a multiple of 30 degrees) in that month, which gives it its number. */
export function lunarDay(date: string, longitude: number): { readonly day: number; readonly ofMonth: boolean } {
  const about = Math.floor((Date.parse(`${date}T00:00:00Z`) - J2000) / DAY_MS / 29.530588861);
  const firsts = [-2, -1, 0, 1, 2, 3].map((step) => dayInChina(newMoon(about + step)));
  const first = firsts.findLast((start) => start <= date) ?? '';
  const next = firsts.find((start) => start > date) ?? '';
  const before = (day: string): number => (solarLongitudeAtEndOf(new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10)) - longitude + 540) % 360;
  return { day: (Date.parse(date) - Date.parse(first)) / DAY_MS + 1, ofMonth: before(first) < 180 && before(next) >= 180 };
}
