/** Options of a host whose sessions write dates, numbers and intervals in their own ways, and find nothing without its schema. */
export const oddSession =
  '-c TimeZone=Asia/Kolkata -c DateStyle=SQL,DMY -c IntervalStyle=sql_standard -c extra_float_digits=0 -c search_path=public -c quote_all_identifiers=on'
