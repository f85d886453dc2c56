linliTitles({
"en":[
["Who waters when","en/notices/watering.html","Notice","Tuesdays and Fridays.",""],
["Keeping","en/phases/keep.html","Phase guide","A rota, a watering can and one telephone number on the wall.",""],
["Listening","en/phases/listen.html","Phase guide","Walk round, ask, write down; nothing is planned before that.",""],
["Planting","en/phases/plant.html","Phase guide","The first paragraph stands for the summary.",""],
["Neighbour","en/roles/neighbour.html","Role","Anybody who lives around the courtyard and has an hour to give.",""]
]
});
