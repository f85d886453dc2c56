linliTitles({
"zh":[
["院子里的三百户","zh/cases/yard.html","案例","一个老院子用一年时间，从没人来开会到自己排班照看花坛，中间走了哪些弯路。","没人来怎么办\n老人\n花坛"],
["上门请","zh/countermeasures/door.html","办法","",""],
["入门课","zh/modules/basics.html","课程","",""],
["上门课","zh/modules/visit.html","课程","",""],
["合唱队","zh/organizations/choir.html","社区社会组织","",""],
["算出来的路","zh/paths/computed.html","学习路线","",""],
["第一条路","zh/paths/first.html","学习路线","",""],
["探索期","zh/phases/explore.html","阶段指南","先把院子走一遍，问一遍，把看到的和听到的都写下来，不急着想办法。",""],
["没人来","zh/problems/nobody.html","难题","",""],
["居民","zh/roles/resident.html","角色","",""],
["社会工作者","zh/roles/worker.html","角色","","社工"],
["春季班","zh/sessions/spring.html","培训场次","",""],
["春天来了","zh/stories/spring.html","宣传报道","",""],
["网格","zh/terms/grid.html","术语","把社区分成的小块。",""]
],
"en":[
["Three hundred households","en/cases/yard.html","Case study","How an old yard went from empty meetings to a rota of its own within a year.",""],
["Ask at the door","en/countermeasures/door.html","What helps","",""],
["At the door","en/modules/visit.html","Lesson","",""],
["Choir","en/organizations/choir.html","Organization","",""],
["First path","en/paths/first.html","Learning path","",""],
["Exploration","en/phases/explore.html","Phase guide","Walk round the yard once, ask, and write down what you see and hear.",""],
["Nobody comes","en/problems/nobody.html","Problem","",""],
["Social worker","en/roles/worker.html","Role","",""],
["Visit form","en/tools/form.html","Tool","One sheet for each door, with four questions and room for an answer.",""]
]
});
