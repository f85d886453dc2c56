linliTitles({
"zh":[

]
});
