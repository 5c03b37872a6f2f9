/** Types that browsers and Node have, by their names: a program that has neither's still type-checks. */
export {};
