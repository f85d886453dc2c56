linliTitles({
"zh":[
["怎么开口","zh/modules/talk.html","课程","",""],
["编出来的故事","zh/stories/invented.html","宣传报道","这个故事是为了练习编出来的，人名地名都不是真的，只用来演示订阅怎么写。",""],
["不进订阅","zh/stories/quiet.html","宣传报道","这篇报道在页头里关掉了订阅，所以订阅里找不到它，但是站点地图里还是有的。",""],
["走 \u0026 看 \u003c一圈\u003e","zh/stories/walk.html","宣传报道","周末邻居们沿着院墙走了一圈，记下 3 处 \u003c坏灯\u003e \u0026 5 把椅子，一起商量怎么修。",""]
],
"en":[
["A walk","en/stories/walk.html","Story","On a weekend the neighbours walked along the wall and wrote down what was broken.",""]
]
});
