"""The licence of the data, said in three languages, and its name as machines know it."""

NAME, TITLE = "CC-BY-4.0", "Creative Commons Attribution 4.0 International"
PAGE = "https://creativecommons.org/licenses/by/4.0/"
TEXT = f"""Деректердің лицензиясы: CC BY 4.0 ({TITLE}).
Осы редакцияның деректерін кез келген мақсатта, оның ішінде коммерциялық мақсатта көшіруге, таратуға, өзгертуге және пайдалануға болады.
Шарты біреу: дереккөзді (Қазақстан Республикасы Ғылым және жоғары білім министрлігі), есепті жылды және редакцияның нөмірін көрсету,
ал деректер өзгертілсе, ол туралы айту. Деректер қандай болса, сондай күйінде беріледі.

Лицензия на данные: CC BY 4.0 ({TITLE}).
Данные этой редакции можно копировать, распространять, изменять и использовать в любых целях, в том числе коммерческих.
Условие одно: указать источник (Министерство науки и высшего образования Республики Казахстан), отчётный год и номер редакции,
а если данные изменены, сказать об этом. Данные предоставляются в том виде, в каком они есть.

Licence of the data: CC BY 4.0 ({TITLE}).
The data of this edition may be copied, passed on, changed and used for any purpose, also commercially.
The one condition: name the source (Ministry of Science and Higher Education of the Republic of Kazakhstan), the year and the number of
the edition, and say so where the data have been changed. The data are given as they are.

{PAGE}
"""
