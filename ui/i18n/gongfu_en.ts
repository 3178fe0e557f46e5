<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AftersalesPage</name>
    <message>
        <source>记下了，售后号 {number}</source>
        <translation>Noted, case {number}</translation>
    </message>
    <message>
        <source>记下了</source>
        <translation>Noted</translation>
    </message>
    <message>
        <source>售后</source>
        <translation>After-sales</translation>
    </message>
    <message>
        <source>退、补、报损都记在同一本账上</source>
        <translation>Returns, second shipments and losses are in the one ledger</translation>
    </message>
    <message>
        <source>开一个售后</source>
        <translation>Open a case</translation>
    </message>
    <message>
        <source>哪样退得多</source>
        <translation>What comes back</translation>
    </message>
    <message>
        <source>没有售后</source>
        <translation>No cases</translation>
    </message>
    <message>
        <source>买家要退、要补的时候，从这里开一个，什么时候前要答复它会记着。</source>
        <translation>When a buyer wants money back or goods again, open a case here; it keeps the hour it must be answered by.</translation>
    </message>
    <message>
        <source>售后号</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>在办</source>
        <translation>Going on</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>办完了记得点“办完了”</source>
        <translation>Press &quot;Done&quot; when it is done</translation>
    </message>
    <message>
        <source>没有在办的</source>
        <translation>None is going on</translation>
    </message>
    <message>
        <source>等答复</source>
        <translation>To be answered</translation>
    </message>
    <message>
        <source>都答复了</source>
        <translation>All are answered</translation>
    </message>
    <message>
        <source>最急的：{when}</source>
        <translation>Most urgent: {when}</translation>
    </message>
    <message>
        <source>{days} 天里退回</source>
        <translation>Came back in {days} days</translation>
    </message>
    <message>
        <source>这些天还没有发过货</source>
        <translation>Nothing was sent in these days</translation>
    </message>
    <message>
        <source>退得最多：{name}，{sold} {unit}里退了 {back} {unit}</source>
        <translation>Most: {name}, {back} of {sold} {unit}</translation>
    </message>
    <message>
        <source>退得最多：{name}，退了 {back} {unit}</source>
        <translation>Most: {name}, {back} {unit}</translation>
    </message>
    <message>
        <source>没有退的</source>
        <translation>Nothing came back</translation>
    </message>
    <message>
        <source>{name} × {qty} {unit}</source>
        <translation>{name} × {qty} {unit}</translation>
    </message>
    <message>
        <source>加照片</source>
        <translation>Add photo</translation>
    </message>
</context>
<context>
    <name>AnchorView</name>
    <message>
        <source>主播画面</source>
        <translation>Anchor&apos;s view</translation>
    </message>
</context>
<context>
    <name>AnchorWindow</name>
    <message>
        <source>主播画面</source>
        <translation>Anchor&apos;s view</translation>
    </message>
</context>
<context>
    <name>AskingCamera</name>
    <message>
        <source>手机、网络摄像头</source>
        <translation>Phone or network camera</translation>
    </message>
    <message>
        <source>手机或摄像头上显示的地址，像 http://192.168.1.8:8080/video</source>
        <translation>The address the phone or camera shows, like http://192.168.1.8:8080/video</translation>
    </message>
    <message>
        <source>录像</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>选一段录像</source>
        <translation>Choose a video</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>备份好了，检查过，{size}</source>
        <translation>Backed up and checked, {size}</translation>
    </message>
    <message>
        <source>试过了，有 {count} 处对不上。账本没有动，请找人看看。</source>
        <translation>Tried, and it does not add up (places: {count}). Your data was not touched; have somebody look.</translation>
    </message>
    <message>
        <source>试过了：{seconds} 秒就能恢复，数都对得上。账本没有动。</source>
        <translation>Tried: it can be restored in {seconds} s and everything adds up. Your data was not touched.</translation>
    </message>
    <message>
        <source>拷好了，上了锁。可以拔“{disk}”了。</source>
        <translation>Copied and locked. You can unplug {disk} now.</translation>
    </message>
    <message>
        <source>口令记下了。请写在纸上，跟盘分开放。</source>
        <translation>The passphrase is kept. Write it on paper, and keep it apart from the disk.</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>查账</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>电脑坏了、停电、删错了，都从这里找回来</source>
        <translation>A broken computer, a power cut, a mistake: it all comes back from here</translation>
    </message>
    <message>
        <source>这台电脑上的备份</source>
        <translation>Backups on this computer</translation>
    </message>
    <message>
        <source>每小时一份，下播一份。7 天、4 周、12 个月，各留最后一份。</source>
        <translation>One an hour, one after each broadcast. Of 7 days, 4 weeks and 12 months the last is kept.</translation>
    </message>
    <message>
        <source>拷一份带走</source>
        <translation>A copy to take along</translation>
    </message>
    <message>
        <source>电脑丢了、烧了，只有拷出去的还在。拷出去的都上锁，没有口令谁也打不开。</source>
        <translation>If the computer is stolen or burns, only a copy elsewhere is left. Copies are locked: nobody opens them without the passphrase.</translation>
    </message>
    <message>
        <source>口令（至少 8 个字，写在纸上，跟盘分开放）</source>
        <translation>Passphrase (8 or more; on paper, not by the disk)</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>再找一次</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>正在备份…</source>
        <translation>Backing up…</translation>
    </message>
    <message>
        <source>现在备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>正在试…</source>
        <translation>Trying…</translation>
    </message>
    <message>
        <source>试恢复</source>
        <translation>Try a restore</translation>
    </message>
    <message>
        <source>换一个口令</source>
        <translation>Change it</translation>
    </message>
    <message>
        <source>定下来</source>
        <translation>Set it</translation>
    </message>
    <message>
        <source>上一次备份</source>
        <translation>Last backup</translation>
    </message>
    <message>
        <source>还没有备份</source>
        <translation>No backup yet</translation>
    </message>
    <message>
        <source>太久了，点“现在备份”</source>
        <translation>Too long ago: press Back up now</translation>
    </message>
    <message>
        <source>检查过，是好的；下一次 {when}</source>
        <translation>Checked and good; the next at {when}</translation>
    </message>
    <message>
        <source>检查过，是好的</source>
        <translation>Checked and good</translation>
    </message>
    <message>
        <source>还没试过。没试过的备份，不算备份</source>
        <translation>Never tried, so nobody knows</translation>
    </message>
    <message>
        <source>{seconds} 秒</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{when} 试过，有 {count} 处对不上</source>
        <translation>Tried {when}: {count} do not add up</translation>
    </message>
    <message>
        <source>{when} 试过，太久了，再试一次</source>
        <translation>Tried {when}, long ago: try again</translation>
    </message>
    <message>
        <source>{when} 试过，数都对得上</source>
        <translation>Tried {when}: everything adds up</translation>
    </message>
    <message>
        <source>带走的一份</source>
        <translation>Copy elsewhere</translation>
    </message>
    <message>
        <source>还没有拷过，插上移动硬盘</source>
        <translation>None yet: plug in a disk</translation>
    </message>
    <message>
        <source>在“{disk}”上，太久了，再拷一次</source>
        <translation>On {disk}, long ago: copy again</translation>
    </message>
    <message>
        <source>在“{disk}”上，上了锁</source>
        <translation>On {disk}, locked</translation>
    </message>
    <message>
        <source>{count} 份</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>还有 {count} 份更早的</source>
        <translation>and {count} earlier</translation>
    </message>
    <message>
        <source>没有找到移动硬盘或 U 盘。插上一个，等几秒，再点“再找一次”。</source>
        <translation>No removable disk found. Plug one in, wait some seconds, then press Look again.</translation>
    </message>
    <message>
        <source>{disk} · 空着 {free}</source>
        <translation>{disk} · {free} free</translation>
    </message>
    <message>
        <source>拷到这里</source>
        <translation>Copy here</translation>
    </message>
    <message>
        <source>先定口令</source>
        <translation>Passphrase first</translation>
    </message>
</context>
<context>
    <name>BooksPage</name>
    <message>
        <source>查账</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>从头算一遍，看每一笔都对得上；查的时候照样卖货、记单</source>
        <translation>Everything is counted again; selling goes on meanwhile</translation>
    </message>
    <message>
        <source>回备份</source>
        <translation>Back to backups</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>查的是什么</source>
        <translation>What must hold</translation>
    </message>
    <message>
        <source>对不上的</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>正在查…</source>
        <translation>Proving…</translation>
    </message>
    <message>
        <source>再查一遍</source>
        <translation>Audit again</translation>
    </message>
    <message>
        <source>正在从头算，货多单多要等一会儿</source>
        <translation>Counting from the beginning; with much in it that takes a while</translation>
    </message>
    <message>
        <source>▲ {when} 查过：{count} 样都对得上，用了 {seconds} 秒</source>
        <translation>▲ Proved {when}: all {count} hold, in {seconds} s</translation>
    </message>
    <message>
        <source>■ {when} 查过：{count} 样里有 {wrong} 样对不上。账本没有动，请找人看看</source>
        <translation>■ Proved {when}: {wrong} of {count} do not hold. Nothing was changed; have somebody look</translation>
    </message>
    <message>
        <source>▲ 对得上</source>
        <translation>▲ Holds</translation>
    </message>
    <message>
        <source>■ 对不上</source>
        <translation>■ Differs</translation>
    </message>
    <message>
        <source>{most} 处以上</source>
        <translation>{most} and more</translation>
    </message>
    <message>
        <source>{count} 处</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>给帮忙的人看：</source>
        <translation>For whoever helps: </translation>
    </message>
</context>
<context>
    <name>BrandPage</name>
    <message>
        <source>工坊名称</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>一句话</source>
        <translation>Slogan</translation>
    </message>
    <message>
        <source>山里人家，现摘现发</source>
        <translation>Mountain homes, picked and sent</translation>
    </message>
    <message>
        <source>区域公用品牌</source>
        <translation>Regional brand</translation>
    </message>
    <message>
        <source>丽水山耕</source>
        <translation>Lishui Shangeng</translation>
    </message>
    <message>
        <source>没有标志时的印章字</source>
        <translation>Seal, where there is no logo</translation>
    </message>
    <message>
        <source>共</source>
        <translation>共</translation>
    </message>
    <message>
        <source>主色</source>
        <translation>Main colour</translation>
    </message>
    <message>
        <source>挑颜色…</source>
        <translation>Choose colour…</translation>
    </message>
    <message>
        <source>点缀色</source>
        <translation>Second colour</translation>
    </message>
    <message>
        <source>选图片…</source>
        <translation>Choose picture…</translation>
    </message>
    <message>
        <source>不用图片</source>
        <translation>No picture</translation>
    </message>
    <message>
        <source>标志</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>区域品牌的标志</source>
        <translation>Regional brand&apos;s mark</translation>
    </message>
    <message>
        <source>标题的笔画</source>
        <translation>Headings</translation>
    </message>
    <message>
        <source>粗</source>
        <translation>Bold</translation>
    </message>
    <message>
        <source>细</source>
        <translation>Regular</translation>
    </message>
    <message>
        <source>◆ 两种颜色太像，贴片上分不出来</source>
        <translation>◆ The two colours are too alike: on a card nobody can tell them apart</translation>
    </message>
    <message>
        <source>最多 {most} 个字，没有改</source>
        <translation>At most {most} characters: not changed</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>✓ 复制好了</source>
        <translation>✓ Copied</translation>
    </message>
    <message>
        <source>出了点差错</source>
        <translation>Something went wrong</translation>
    </message>
    <message>
        <source>出了点差错，可以接着用</source>
        <translation>Something went wrong; you can go on working</translation>
    </message>
    <message>
        <source>复制详情</source>
        <translation>Copy details</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Got it</translation>
    </message>
</context>
<context>
    <name>CameraAnswers</name>
    <message>
        <source>手机、网络摄像头…</source>
        <translation>Phone or network camera…</translation>
    </message>
    <message>
        <source>放一段录像…</source>
        <translation>Play a video…</translation>
    </message>
    <message>
        <source>用 OBS 里摆的</source>
        <translation>Those put into OBS</translation>
    </message>
</context>
<context>
    <name>CameraChoice</name>
    <message>
        <source>手机、网络摄像头…</source>
        <translation>Phone or network camera…</translation>
    </message>
    <message>
        <source>录像…</source>
        <translation>Video…</translation>
    </message>
    <message>
        <source>摄像头 {number}</source>
        <translation>Camera {number}</translation>
    </message>
</context>
<context>
    <name>CardForm</name>
    <message>
        <source>（可不写）</source>
        <translation> (optional)</translation>
    </message>
    <message>
        <source>比如：{example}</source>
        <translation>e.g. {example}</translation>
    </message>
</context>
<context>
    <name>CardsScreen</name>
    <message>
        <source>{name}的贴片换了样子；这里改的字没有存，上播照商品的说</source>
        <translation>{name} has its new look; what was typed here is not kept, on air the card says what the product says</translation>
    </message>
    <message>
        <source>{name}的贴片换了样子</source>
        <translation>The card of {name} looks like this now</translation>
    </message>
    <message>
        <source>放进排品了</source>
        <translation>It is in the running order</translation>
    </message>
    <message>
        <source>从排品里拿掉了</source>
        <translation>Taken out of the running order</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>存好了，贴片都跟着变</source>
        <translation>Saved; every card follows</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>贴片</source>
        <translation>Cards</translation>
    </message>
    <message>
        <source>品牌</source>
        <translation>Brand</translation>
    </message>
    <message>
        <source>手机上哪里被盖住</source>
        <translation>Covered on the phone</translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>重做 Ctrl+Shift+Z</source>
        <translation>Redo Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>模板</source>
        <translation>Templates</translation>
    </message>
    <message>
        <source>这份排品里的</source>
        <translation>In this running order</translation>
    </message>
    <message>
        <source>还没有。填好一种，按右上角的“放进排品”，开播时就在场控手边。</source>
        <translation>None yet. Fill one in and press &quot;Put in the running order&quot; at the top right: then it is at hand on the floor.</translation>
    </message>
    <message>
        <source>加别人的模板…</source>
        <translation>Bring in a template…</translation>
    </message>
    <message>
        <source>拿掉</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>商品卡用这个样子</source>
        <translation>Use this look</translation>
    </message>
    <message>
        <source>放进排品</source>
        <translation>Put in the running order</translation>
    </message>
    <message>
        <source>这里的字只用来看样子，上播照商品的说。价钱、规格、产地到“排品”里改。</source>
        <translation>What stands here only shows the look; on air the card says what the product says. Change price, spec and origin in the running order.</translation>
    </message>
    <message>
        <source>灰的字是样子，不会上播。写上自己的，才放得进排品。</source>
        <translation>The grey words are an example and never go on air. Type your own, then it can be put in the running order.</translation>
    </message>
    <message>
        <source>从“排品”里打开这一页，就能放进那份排品。</source>
        <translation>Open this page from a running order to put cards into it.</translation>
    </message>
    <message>
        <source>这一种由软件来填：价钱、产地、抽奖、下单、经营者，都照记着的上，不用手写。</source>
        <translation>The program fills this one in itself: prices, origin, lotteries, orders and the seller go on air as they are on record.</translation>
    </message>
    <message>
        <source>别人的模板（OGraf、SPX）</source>
        <translation>Templates of others (OGraf, SPX)</translation>
    </message>
    <message>
        <source>图片</source>
        <translation>Pictures</translation>
    </message>
    <message>
        <source>选一张截图</source>
        <translation>Choose a screenshot</translation>
    </message>
</context>
<context>
    <name>CartCard</name>
    <message>
        <source>这一单</source>
        <translation>This sale</translation>
    </message>
    <message>
        <source>点左边的货，或者扫码、打编号按回车。</source>
        <translation>Press goods at the left, or scan or type a code and press Enter.</translation>
    </message>
    <message>
        <source>收现金</source>
        <translation>Cash</translation>
    </message>
    <message>
        <source>收转账</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>记下，以后来拿</source>
        <translation>Note it for later</translation>
    </message>
    <message>
        <source>从哪里来的</source>
        <translation>Where it came from</translation>
    </message>
    <message>
        <source>姓名、电话、地址（加密存）</source>
        <translation>Who for (kept sealed)</translation>
    </message>
</context>
<context>
    <name>CartLine</name>
    <message>
        <source>称出来多少克</source>
        <translation>Grams on the scale</translation>
    </message>
    <message>
        <source>一共收</source>
        <translation>taken in all</translation>
    </message>
    <message>
        <source>少一个</source>
        <translation>One fewer</translation>
    </message>
    <message>
        <source>多一个</source>
        <translation>One more</translation>
    </message>
    <message>
        <source>不要这样了</source>
        <translation>Not this one</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
</context>
<context>
    <name>CaseCard</name>
    <message>
        <source>几件</source>
        <translation>How many</translation>
    </message>
    <message>
        <source>退多少元</source>
        <translation>Yuan to give back</translation>
    </message>
    <message>
        <source>写一句：为什么、怎么说的</source>
        <translation>A sentence: why, and what was said</translation>
    </message>
    <message>
        <source>退回上架</source>
        <translation>To the shelf</translation>
    </message>
    <message>
        <source>坏了报损</source>
        <translation>To loss</translation>
    </message>
    <message>
        <source>补发</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>退钱</source>
        <translation>Give back</translation>
    </message>
    <message>
        <source>记一句</source>
        <translation>Note it</translation>
    </message>
    <message>
        <source>加照片</source>
        <translation>Add photo</translation>
    </message>
    <message>
        <source>同意</source>
        <translation>Grant</translation>
    </message>
    <message>
        <source>不同意</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>收回上一步</source>
        <translation>Undo last</translation>
    </message>
    <message>
        <source>看原话</source>
        <translation>Show words</translation>
    </message>
    <message>
        <source>买家的话里常有名字、地址。谁看过会记下来。</source>
        <translation>Buyers&apos; words often hold names and addresses. Who looked is noted.</translation>
    </message>
    <message>
        <source>先在左边点一个</source>
        <translation>Choose one at the left</translation>
    </message>
    <message>
        <source>{name} × {qty} {unit}</source>
        <translation>{name} × {qty} {unit}</translation>
    </message>
    <message>
        <source>售后号 {number}</source>
        <translation>Case {number}</translation>
    </message>
    <message>
        <source>要退</source>
        <translation>Money back</translation>
    </message>
    <message>
        <source>要补发</source>
        <translation>Goods again</translation>
    </message>
    <message>
        <source>{channel} {order} · {reason} · {wants}
付了 {paid}，退了 {back}</source>
        <translation>{channel} {order} · {reason} · {wants}
Paid {paid}, given back {back}</translation>
    </message>
    <message>
        <source>买家提出</source>
        <translation>Asked for</translation>
    </message>
    <message>
        <source>▲ 同意了</source>
        <translation>▲ Granted</translation>
    </message>
    <message>
        <source>记了</source>
        <translation>Noted</translation>
    </message>
    <message>
        <source>证据</source>
        <translation>Evidence</translation>
    </message>
    <message>
        <source>▲ 退了 {paid}</source>
        <translation>▲ Gave {paid} back</translation>
    </message>
    <message>
        <source>▲ 退回来 {qty} 件，上架</source>
        <translation>▲ {qty} came back, onto the shelf</translation>
    </message>
    <message>
        <source>◆ 退回来 {qty} 件，报损</source>
        <translation>◆ {qty} came back, lost</translation>
    </message>
    <message>
        <source>▲ 补发了 {qty} 件</source>
        <translation>▲ {qty} sent again</translation>
    </message>
    <message>
        <source>■ 不同意</source>
        <translation>■ Refused</translation>
    </message>
    <message>
        <source>▲ 办完了</source>
        <translation>▲ Done</translation>
    </message>
    <message>
        <source>再打开</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>收回了第 {seq} 步</source>
        <translation>Step {seq} undone</translation>
    </message>
    <message>
        <source>（过了保存的日子，删了）</source>
        <translation>(its days are over, deleted)</translation>
    </message>
    <message>
        <source>{what}：{words}</source>
        <translation>{what}: {words}</translation>
    </message>
    <message>
        <source>（收回了）{what}</source>
        <translation>(undone) {what}</translation>
    </message>
    <message>
        <source>办完了</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>CaseForm</name>
    <message>
        <source>{name} × {qty} {unit}</source>
        <translation>{name} × {qty} {unit}</translation>
    </message>
    <message>
        <source>开一个售后</source>
        <translation>Open a case</translation>
    </message>
    <message>
        <source>平台单号，小票上的单号，或者电话单的取货号。</source>
        <translation>A platform&apos;s order number, the number on a receipt, or a pick-up number.</translation>
    </message>
    <message>
        <source>单号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>几件有问题</source>
        <translation>How many are affected</translation>
    </message>
    <message>
        <source>买家怎么说的</source>
        <translation>What the buyer says</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Note it</translation>
    </message>
    <message>
        <source>哪一样</source>
        <translation>Which product</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>要什么</source>
        <translation>What is wanted</translation>
    </message>
    <message>
        <source>要退</source>
        <translation>Money back</translation>
    </message>
    <message>
        <source>要补发</source>
        <translation>Goods again</translation>
    </message>
    <message>
        <source>{channel} · {when} · 付了 {paid}</source>
        <translation>{channel} · {when} · paid {paid}</translation>
    </message>
</context>
<context>
    <name>CaseWords</name>
    <message>
        <source>没有期限</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>超了 {hours} 小时</source>
        <translation>{hours} h over</translation>
    </message>
    <message>
        <source>不到 1 小时</source>
        <translation>under 1 h left</translation>
    </message>
    <message>
        <source>还有 {hours} 小时</source>
        <translation>{hours} h left</translation>
    </message>
    <message>
        <source>{shape} 等答复，{left}</source>
        <translation>{shape} To answer, {left}</translation>
    </message>
    <message>
        <source>▲ 在办</source>
        <translation>▲ Going on</translation>
    </message>
    <message>
        <source>没有同意</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>办完了 {when}</source>
        <translation>Done {when}</translation>
    </message>
    <message>
        <source>要退</source>
        <translation>Money back</translation>
    </message>
    <message>
        <source>要补发</source>
        <translation>Goods again</translation>
    </message>
    <message>
        <source>售后 {number}：{wants} {name} × {qty} {unit}</source>
        <translation>Case {number}: {wants}, {name} × {qty} {unit}</translation>
    </message>
    <message>
        <source>{when} 开的</source>
        <translation>opened {when}</translation>
    </message>
    <message>
        <source>退回上架 {qty} {unit}</source>
        <translation>{qty} {unit} back on the shelf</translation>
    </message>
    <message>
        <source>坏了报损 {qty} {unit}</source>
        <translation>{qty} {unit} lost</translation>
    </message>
    <message>
        <source>补发了 {qty} {unit}</source>
        <translation>{qty} {unit} sent again</translation>
    </message>
    <message>
        <source>退了 {paid}</source>
        <translation>{paid} given back</translation>
    </message>
</context>
<context>
    <name>ChillPanel</name>
    <message>
        <source>哪样货要冷藏</source>
        <translation>Which products need the cold</translation>
    </message>
    <message>
        <source>写最低几度、最高几度，以后有它的包裹都带冷链检查；两个都空着，就是不用冷藏。</source>
        <translation>Say the lowest and highest degrees: every parcel with it has the cold-chain checks from then on. Both empty: kept anyhow.</translation>
    </message>
    <message>
        <source>不改了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>最低，如 0</source>
        <translation>Lowest: 0</translation>
    </message>
    <message>
        <source>最高，如 4</source>
        <translation>Highest: 4</translation>
    </message>
</context>
<context>
    <name>ColumnLayout</name>
    <message>
        <source>列还原成原来的样子</source>
        <translation>Columns as they were at first</translation>
    </message>
    <message>
        <source>存成表格……</source>
        <translation>Save as table…</translation>
    </message>
    <message>
        <source>只看有这几个字的……	Ctrl+F</source>
        <translation>Only rows that say …	Ctrl+F</translation>
    </message>
</context>
<context>
    <name>CountdownView</name>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>先不播，回去</source>
        <translation>Not now, go back</translation>
    </message>
    <message>
        <source>看镜头，马上开播</source>
        <translation>Look at the camera, going live</translation>
    </message>
    <message>
        <source>正在接上刚才断掉的这一场…
商品、贴片和时间都还在</source>
        <translation>Taking up the interrupted broadcast…
Product, card and clock are all there</translation>
    </message>
    <message>
        <source>正在开播…</source>
        <translation>Going live…</translation>
    </message>
    <message>
        <source>正在准备画面…</source>
        <translation>Preparing the picture…</translation>
    </message>
</context>
<context>
    <name>CounterPage</name>
    <message>
        <source>卖了，收 {total}</source>
        <translation>Sold for {total}</translation>
    </message>
    <message>
        <source>小票</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>退掉了，退给人家 {total}，货回来了</source>
        <translation>Taken back: give {total} back; the goods are here again</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{number} 交出去了，收 {paid}</source>
        <translation>{number} is handed over; take {paid}</translation>
    </message>
    <message>
        <source>收回来</source>
        <translation>Take it back</translation>
    </message>
    <message>
        <source>收回来了，这一单又等着交货</source>
        <translation>Taken back: the order waits again</translation>
    </message>
    <message>
        <source>撤了，货又能卖了</source>
        <translation>Cancelled; the goods can be sold again</translation>
    </message>
    <message>
        <source>没有记是谁的</source>
        <translation>Nobody noted who it is for</translation>
    </message>
    <message>
        <source>小票存好了：{file}</source>
        <translation>Receipt saved: {file}</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>门市</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>卖一样，直播间的可售就少一样</source>
        <translation>What is sold here is gone for the broadcast at once</translation>
    </message>
    <message>
        <source>扫码，或者找商品、编号、首字母（ym = 杨梅）……</source>
        <translation>Scan, or find a product, code or initials (ym = 杨梅)…</translation>
    </message>
    <message>
        <source>还没有商品</source>
        <translation>No products yet</translation>
    </message>
    <message>
        <source>排好一场要卖的东西，或者导入商品清单，这里就能卖。</source>
        <translation>Plan what a broadcast sells, or import a list of products; then it can be sold here.</translation>
    </message>
    <message>
        <source>去排品</source>
        <translation>Plan products</translation>
    </message>
    <message>
        <source>来拿走了</source>
        <translation>Picked up</translation>
    </message>
    <message>
        <source>发走了</source>
        <translation>Shipped</translation>
    </message>
    <message>
        <source>撤单</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>记下了，取货号 {number}</source>
        <translation>Noted, number {number}</translation>
    </message>
    <message>
        <source>这个电话的 {count} 样都撤了，货又能卖了</source>
        <translation>Everything of this call is cancelled ({count}) and can be sold again</translation>
    </message>
    <message>
        <source>只撤这样</source>
        <translation>Cancel this one</translation>
    </message>
    <message>
        <source>是谁的</source>
        <translation>Whose</translation>
    </message>
    <message>
        <source>快递和单号</source>
        <translation>Carrier and number</translation>
    </message>
    <message>
        <source>没有“{typed}”这样货，这一件没有放进来。请再扫一次，或者打名字找。</source>
        <translation>There is no &quot;{typed}&quot; here; nothing was put on the counter. Scan it once more, or look for it by name.</translation>
    </message>
    <message>
        <source>，{waits}还等着交</source>
        <translation>; {waits} still wait</translation>
    </message>
    <message>
        <source>改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>记下是谁的了，加密存着</source>
        <translation>Noted whose it is; kept sealed</translation>
    </message>
    <message>
        <source>称出来多少克</source>
        <translation>Grams on the scale</translation>
    </message>
    <message>
        <source>退掉</source>
        <translation>Take back</translation>
    </message>
    <message>
        <source>取货号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>该收</source>
        <translation>To pay</translation>
    </message>
    <message>
        <source>记的时间</source>
        <translation>Noted</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>收了</source>
        <translation>Taken</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>等着交的 {count}</source>
        <translation>Waiting: {count}</translation>
    </message>
    <message>
        <source>今天收了 {total}</source>
        <translation>Taken today: {total}</translation>
    </message>
    <message>
        <source>（{count} 样）</source>
        <translation> ({count})</translation>
    </message>
    <message>
        <source>写上是谁的</source>
        <translation>Say whose</translation>
    </message>
    <message>
        <source>只交几{unit}</source>
        <translation>How many {unit} go</translation>
    </message>
    <message>
        <source>{time}《{title}》直播里记的，由自己交货，不在平台文件里</source>
        <translation>Noted live, {time}, {title}: yours to hand over, in no platform&apos;s file</translation>
    </message>
    <message>
        <source>{name}（{channel}）</source>
        <translation>{name} ({channel})</translation>
    </message>
    <message>
        <source>{name}（直播，{channel}）</source>
        <translation>{name} (live, {channel})</translation>
    </message>
    <message>
        <source>{name} {amount}</source>
        <translation>{name} {amount}</translation>
    </message>
    <message>
        <source>退了</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>收回了</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>▲ 现金</source>
        <translation>▲ Cash</translation>
    </message>
    <message>
        <source>▲ 转账</source>
        <translation>▲ Transfer</translation>
    </message>
    <message>
        <source>▲ {number} 拿走了</source>
        <translation>▲ {number} picked up</translation>
    </message>
    <message>
        <source>▲ {number} 发走了</source>
        <translation>▲ {number} shipped</translation>
    </message>
    <message>
        <source>名字、电话、地址，加密存在这台电脑上：</source>
        <translation>Name, telephone, address; kept sealed on this computer:</translation>
    </message>
</context>
<context>
    <name>CoveredBoard</name>
    <message>
        <source>还没有截图</source>
        <translation>No screenshot yet</translation>
    </message>
</context>
<context>
    <name>CoveredSteps</name>
    <message>
        <source>在手机上看自己的直播间，截一张屏，传到这台电脑上。</source>
        <translation>Watch your own live room on a phone, take a screenshot and bring it to this computer.</translation>
    </message>
    <message>
        <source>框好了 {n} 处。框错了就重来。</source>
        <translation>{n} marked. Start again if one is wrong.</translation>
    </message>
    <message>
        <source>在右边的截图上，把挡住画面的地方拖着框出来。</source>
        <translation>On the screenshot at the right, drag a box over everything that covers the picture.</translation>
    </message>
    <message>
        <source>存下，贴片就躲开它们。什么都没挡住，就直接存下。</source>
        <translation>Save, and cards keep clear of it. If nothing is covered, just save.</translation>
    </message>
    <message>
        <source>换一张截图…</source>
        <translation>Another screenshot…</translation>
    </message>
    <message>
        <source>选截图…</source>
        <translation>Choose screenshot…</translation>
    </message>
    <message>
        <source>框画面</source>
        <translation>Frame the picture</translation>
    </message>
    <message>
        <source>都不要，重来</source>
        <translation>Start again</translation>
    </message>
    <message>
        <source>存下</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>不用自己框的，用软件自带的</source>
        <translation>Drop my marks, use the program&apos;s own</translation>
    </message>
    <message>
        <source>这家现在用的是自己框的。</source>
        <translation>Your own marks are in use for this app.</translation>
    </message>
    <message>
        <source>这家现在用软件自带的位置，是估的，平台没有跟我们核对过。</source>
        <translation>The program&apos;s own figures are in use for this app: an estimate, which the platform has not confirmed.</translation>
    </message>
    <message>
        <source>沿着直播画面的边拖一个框，有黑边的不要框进去。</source>
        <translation>Drag a frame along the edge of the live picture; leave black bars out.</translation>
    </message>
    <message>
        <source>手机和画面方向不一样：先框出画面在哪里。</source>
        <translation>The phone is held the other way than the picture: frame the picture first.</translation>
    </message>
    <message>
        <source>画面占满了手机屏，这一步不用做。有黑边，就框一下画面。</source>
        <translation>Where the picture fills the phone, skip this. Where there are black bars, frame the picture.</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>看板</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>这一场</source>
        <translation>This broadcast</translation>
    </message>
    <message>
        <source>这个月</source>
        <translation>This month</translation>
    </message>
    <message>
        <source>什么时候卖出去的</source>
        <translation>When it sold</translation>
    </message>
    <message>
        <source>卖了什么</source>
        <translation>What sold</translation>
    </message>
    <message>
        <source>下一场带什么</source>
        <translation>What to bring next</translation>
    </message>
    <message>
        <source>看最近 {days} 天</source>
        <translation>The last {days} days</translation>
    </message>
    <message>
        <source>谁家的货</source>
        <translation>Whose goods</translation>
    </message>
    <message>
        <source>按标价算</source>
        <translation>At list price</translation>
    </message>
    <message>
        <source>按农户</source>
        <translation>By household</translation>
    </message>
    <message>
        <source>按批次</source>
        <translation>By lot</translation>
    </message>
    <message>
        <source>快到期的</source>
        <translation>Going off</translation>
    </message>
    <message>
        <source>{days} 天以内</source>
        <translation>Within {days} days</translation>
    </message>
    <message>
        <source>去排品</source>
        <translation>Plan products</translation>
    </message>
    <message>
        <source>还没有卖过，也没有货。排一场就知道了。</source>
        <translation>Nothing sold yet, and nothing on the shelf. Plan a broadcast, and this will know.</translation>
    </message>
    <message>
        <source>▲ 没有快到期的货</source>
        <translation>▲ Nothing goes off soon</translation>
    </message>
    <message>
        <source>{title}，{when} 开播</source>
        <translation>{title}, live from {when}</translation>
    </message>
    <message>
        <source>还没有播过，先看今天的</source>
        <translation>No broadcast yet: this is today</translation>
    </message>
    <message>
        <source>收进来的</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>付了的减去退了的</source>
        <translation>Less what was given back</translation>
    </message>
    <message>
        <source>单数</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>{count} 单</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>平均一单 {each}</source>
        <translation>{each} an order</translation>
    </message>
    <message>
        <source>损耗</source>
        <translation>Lost</translation>
    </message>
    <message>
        <source>没有损耗</source>
        <translation>Nothing lost</translation>
    </message>
    <message>
        <source>{n} 单没对上平台，没算</source>
        <translation>{n} not counted</translation>
    </message>
    <message>
        <source>{n} 单只对上一部分</source>
        <translation>{n} counted in part</translation>
    </message>
    <message>
        <source>盘亏</source>
        <translation>short in a count</translation>
    </message>
    <message>
        <source>售后报损</source>
        <translation>after-sales</translation>
    </message>
    <message>
        <source>手工报损</source>
        <translation>by hand</translation>
    </message>
    <message>
        <source>烂了、坏了</source>
        <translation>rotten or spoilt</translation>
    </message>
    <message>
        <source>碰坏、压坏</source>
        <translation>broken or crushed</translation>
    </message>
    <message>
        <source>过期了</source>
        <translation>past its day</translation>
    </message>
    <message>
        <source>送人、试吃</source>
        <translation>given away, tasted</translation>
    </message>
    <message>
        <source>不见了</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>别的缘故</source>
        <translation>something else</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platforms</translation>
    </message>
    <message>
        <source>直播记的</source>
        <translation>Noted live</translation>
    </message>
    <message>
        <source>电话聊天</source>
        <translation>by phone</translation>
    </message>
    <message>
        <source>门市</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>从哪里来</source>
        <translation>Where it came from</translation>
    </message>
    <message>
        <source>还没有卖</source>
        <translation>Nothing sold yet</translation>
    </message>
    <message>
        <source>{way} {share}</source>
        <translation>{way} {share}</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{when} {paid}</source>
        <translation>{when} {paid}</translation>
    </message>
    <message>
        <source>这段时间还没有卖出去的</source>
        <translation>Nothing sold in this time yet</translation>
    </message>
    <message>
        <source>{day}日</source>
        <translation>{day}</translation>
    </message>
    <message>
        <source>{count} {unit}</source>
        <translation>{count} {unit}</translation>
    </message>
    <message>
        <source>还没对上商品的</source>
        <translation>Not matched to a product</translation>
    </message>
    <message>
        <source>卖出一样，这里就有一条。</source>
        <translation>Each product sold becomes a bar here.</translation>
    </message>
    <message>
        <source>卖光了</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>还有 {left}</source>
        <translation>{left} left</translation>
    </message>
    <message>
        <source>没写的</source>
        <translation>Not noted</translation>
    </message>
    <message>
        <source>没写批次</source>
        <translation>without a lot</translation>
    </message>
    <message>
        <source>◆ {name}：{lot_qty} {unit} 再 {days} 天到期，卖不完，先卖它</source>
        <translation>◆ {name}: {lot_qty} {unit} go off in {days} d, too many: sell first</translation>
    </message>
    <message>
        <source>▲ {name}：一天卖 {rate} {unit}，够 {lasts} 天</source>
        <translation>▲ {name}: {rate} {unit} a day, lasts {lasts} d</translation>
    </message>
    <message>
        <source>货进来时写上批次和农户，这里就能看到。</source>
        <translation>Note lot and household when goods come in, and they are shown here.</translation>
    </message>
    <message>
        <source>正在算……</source>
        <translation>Adding up…</translation>
    </message>
    <message>
        <source>{count} 件，最多的是{why}</source>
        <translation>Pieces: {count}, mostly: {why}</translation>
    </message>
    <message>
        <source>◆ {name}：一天卖 {rate} {unit}，只够 {lasts} 天，再备 {fetch} {unit}</source>
        <translation>◆ {name}: {rate} {unit} a day, lasts {lasts} d: fetch {fetch}</translation>
    </message>
    <message>
        <source>{name}：还有 {left} {unit}，{looked} 天没卖动，换个讲法试试</source>
        <translation>{name}: {left} {unit}, none sold in {looked} d: tell it otherwise</translation>
    </message>
    <message>
        <source>■ {name} {lot}：{qty} {unit} 过期 {days} 天了，该报损</source>
        <translation>■ {name} {lot}: {qty} {unit} off {days} d ago: write off</translation>
    </message>
    <message>
        <source>◆ {name} {lot}：{qty} {unit} 今天最后一天</source>
        <translation>◆ {name} {lot}: {qty} {unit}, today is its last day</translation>
    </message>
    <message>
        <source>◆ {name} {lot}：{qty} {unit} 还能卖 {days} 天</source>
        <translation>◆ {name} {lot}: {qty} {unit}, {days} d left</translation>
    </message>
</context>
<context>
    <name>DeskFrame</name>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>订单</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>打包</source>
        <translation>Packing</translation>
    </message>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>抽奖</source>
        <translation>Lotteries</translation>
    </message>
    <message>
        <source>复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backup</translation>
    </message>
    <message>
        <source>门市</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>售后</source>
        <translation>After-sales</translation>
    </message>
    <message>
        <source>看板</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>仓库订单</source>
        <translation>Stock and orders</translation>
    </message>
    <message>
        <source>回首页</source>
        <translation>Home</translation>
    </message>
</context>
<context>
    <name>DeskPage</name>
    <message>
        <source>表格 (*.xlsx);;逗号分隔 (*.csv)</source>
        <translation>Table (*.xlsx);;Comma-separated (*.csv)</translation>
    </message>
    <message>
        <source>存成表格</source>
        <translation>Save as table</translation>
    </message>
    <message>
        <source>存好了：{file}</source>
        <translation>Saved: {file}</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>DropCard</name>
    <message>
        <source>把平台导出的订单文件拖到这里，一次几份都行</source>
        <translation>Drop the platforms&apos; order files here, several at once if you like</translation>
    </message>
    <message>
        <source>抖店、快手小店、微信小店、拼多多、淘宝。xlsx、xls、csv 都行，叫什么名字都行，导过的再导也不会重复。先给您看会怎样，点了导入才写。</source>
        <translation>抖店, 快手小店, 微信小店, 拼多多, 淘宝. xlsx, xls or csv, by any name; importing one again doubles nothing. You see first what it would do; only Import writes it.</translation>
    </message>
    <message>
        <source>选文件</source>
        <translation>Choose files</translation>
    </message>
</context>
<context>
    <name>EndPanel</name>
    <message>
        <source>正在下播…</source>
        <translation>Ending…</translation>
    </message>
    <message>
        <source>要下播吗？</source>
        <translation>End the broadcast?</translation>
    </message>
    <message>
        <source>接着播</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>按住 2 秒，下播</source>
        <translation>Hold 2 seconds to end</translation>
    </message>
    <message>
        <source>正在停播、存好录像，请等一等。订单都已经存好了。</source>
        <translation>Leaving the air and keeping the recording; one moment. All orders are safe.</translation>
    </message>
    <message>
        <source>下播以后，这次彩排就结束了；录像存在这台电脑上。</source>
        <translation>This ends the rehearsal; the recording stays on this computer.</translation>
    </message>
    <message>
        <source>下播以后，这一场就结束了；录像存在这台电脑上。</source>
        <translation>Ending closes this session; the recording is on this computer.</translation>
    </message>
    <message>
        <source>下播以后，观众就看不到您了；录像存在这台电脑上。</source>
        <translation>Viewers will not see you any more; the recording is kept here.</translation>
    </message>
    <message>
        <source>今天 {n} 单，一共 {total}，都已经存好。接下来看复盘。</source>
        <translation>{n} {n:order|orders} today, {total} in all, all kept. The review is next.</translation>
    </message>
</context>
<context>
    <name>FileAnswer</name>
    <message>
        <source>知道了</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>存档“{file}”里的“{name}”对不上：</source>
        <translation>&quot;{name}&quot; in the archive &quot;{file}&quot; does not agree:</translation>
    </message>
    <message>
        <source>存档“{file}”里的“{name}”：</source>
        <translation>&quot;{name}&quot; in the archive &quot;{file}&quot;:</translation>
    </message>
</context>
<context>
    <name>FindBox</name>
    <message>
        <source>找商品、订单</source>
        <translation>Find anything</translation>
    </message>
    <message>
        <source>找商品、订单、批次</source>
        <translation>Find products, orders, batches</translation>
    </message>
    <message>
        <source>商品名、编号、拼音首字母、订单号、运单号、取货号、手机后四位、打电话的人、批次（Ctrl+K）</source>
        <translation>Product, code, pinyin initials, order, tracking or pick-up number, last four digits, who telephoned, lot (Ctrl+K)</translation>
    </message>
    <message>
        <source>没有找到。可以试试商品名、编号、拼音首字母、订单号、运单号、手机后四位、打电话订货的人、批次。</source>
        <translation>Nothing found. Try a product&apos;s name, code or pinyin initials, an order or tracking number, a phone&apos;s last four digits, who ordered by telephone, a lot.</translation>
    </message>
    <message>
        <source>有些买家的手机号和姓名打不开（钥匙不在这台电脑上，或者存坏了），按这些找不全；按订单号都能找到。</source>
        <translation>Some buyers&apos; phones and names cannot be opened (the key is not on this computer, or they are damaged): not all are found by these; by order number all are.</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Products</translation>
    </message>
    <message>
        <source>平台订单</source>
        <translation>Platform orders</translation>
    </message>
    <message>
        <source>包裹</source>
        <translation>Parcels</translation>
    </message>
    <message>
        <source>电话、微信订的</source>
        <translation>By telephone or chat</translation>
    </message>
    <message>
        <source>直播记的单</source>
        <translation>Orders noted live</translation>
    </message>
    <message>
        <source>批次</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>订单 {number}</source>
        <translation>order {number}</translation>
    </message>
    <message>
        <source>待打包</source>
        <translation>to pack</translation>
    </message>
    <message>
        <source>装齐了</source>
        <translation>packed</translation>
    </message>
    <message>
        <source>在路上</source>
        <translation>on its way</translation>
    </message>
    <message>
        <source>送到了</source>
        <translation>delivered</translation>
    </message>
    <message>
        <source>等着交</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>交出去了</source>
        <translation>handed over</translation>
    </message>
    <message>
        <source>撤了</source>
        <translation>taken back</translation>
    </message>
</context>
<context>
    <name>FloorStrip</name>
    <message>
        <source>{n} 单</source>
        <translation>{n} {n:order|orders}</translation>
    </message>
    <message>
        <source>OBS 要密码</source>
        <translation>OBS wants its password</translation>
    </message>
    <message>
        <source>画面没回应，正在连</source>
        <translation>No picture, reconnecting</translation>
    </message>
    <message>
        <source>练习画面没回应</source>
        <translation>Practice picture does not answer</translation>
    </message>
    <message>
        <source>OBS 没回应</source>
        <translation>OBS does not answer</translation>
    </message>
    <message>
        <source>练习画面正常</source>
        <translation>Practice fine</translation>
    </message>
    <message>
        <source>OBS 正常</source>
        <translation>OBS fine</translation>
    </message>
    <message>
        <source> {rate:.1f} Mb/s</source>
        <translation> {rate:.1f} Mb/s</translation>
    </message>
    <message>
        <source>掉帧 {share:.1%}</source>
        <translation>Dropped {share:.1%}</translation>
    </message>
    <message>
        <source>合成一个窗口</source>
        <translation>One window</translation>
    </message>
    <message>
        <source>分两个窗口</source>
        <translation>2 windows</translation>
    </message>
    <message>
        <source>主播画面 F2</source>
        <translation>Anchor F2</translation>
    </message>
    <message>
        <source>下播…</source>
        <translation>End…</translation>
    </message>
    <message>
        <source>重开 OBS</source>
        <translation>Restart OBS</translation>
    </message>
    <message>
        <source>关掉没回应的 OBS 再打开，不停下来问要不要安全模式</source>
        <translation>Ends the OBS that does not answer and starts it, without its question about safe mode</translation>
    </message>
    <message>
        <source>看过了</source>
        <translation>I have looked</translation>
    </message>
    <message>
        <source>再录</source>
        <translation>Record again</translation>
    </message>
    <message>
        <source>填密码…</source>
        <translation>Password…</translation>
    </message>
    <message>
        <source>推流密钥…</source>
        <translation>Stream key…</translation>
    </message>
</context>
<context>
    <name>FloorView</name>
    <message>
        <source>“{button}”</source>
        <translation>&quot;{button}&quot;</translation>
    </message>
    <message>
        <source>场控画面</source>
        <translation>Floor view</translation>
    </message>
</context>
<context>
    <name>GoodsGrid</name>
    <message>
        <source>卖光了</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>还没有货</source>
        <translation>No goods yet</translation>
    </message>
    <message>
        <source>还有 {count}</source>
        <translation>{count} left</translation>
    </message>
</context>
<context>
    <name>HealthStrip</name>
    <message>
        <source>开麦克风</source>
        <translation>Turn microphone on</translation>
    </message>
    <message>
        <source>关麦克风</source>
        <translation>Turn microphone off</translation>
    </message>
    <message>
        <source>上行</source>
        <translation>Uplink</translation>
    </message>
    <message>
        <source>上行 · 现在看不到</source>
        <translation>Uplink · cannot be seen now</translation>
    </message>
    <message>
        <source>上行 {kbps} kb/s · 线是该有的 {target}</source>
        <translation>Uplink {kbps} kb/s · line: wanted {target}</translation>
    </message>
    <message>
        <source>声音</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>每分钟几单 · 最近 20 分钟</source>
        <translation>Orders a minute · last 20 minutes</translation>
    </message>
    <message>
        <source>出过的事</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>只录像，没有往外播</source>
        <translation>Recording only, nothing leaves</translation>
    </message>
    <message>
        <source>开播以后才量得到</source>
        <translation>Measured once on air</translation>
    </message>
    <message>
        <source>还没有人下单</source>
        <translation>No orders yet</translation>
    </message>
    <message>
        <source>到现在都顺当</source>
        <translation>All smooth so far</translation>
    </message>
</context>
<context>
    <name>HomeScreen</name>
    <message>
        <source>共富直播间</source>
        <translation>Gongfu Studio</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>我要直播</source>
        <translation>Go live</translation>
    </message>
    <message>
        <source>排好今天卖什么，检查一遍，开播</source>
        <translation>Plan what to sell, check once, go on air</translation>
    </message>
    <message>
        <source>仓库订单</source>
        <translation>Stock and orders</translation>
    </message>
    <message>
        <source>看库存，看每一单，翻看复盘</source>
        <translation>See the stock, every order, past reviews</translation>
    </message>
    <message>
        <source>培训演示</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>没有网、没有摄像头也能练，练多少遍都不算数</source>
        <translation>Practise offline, as often as you like; nothing counts</translation>
    </message>
    <message>
        <source>工坊还没起名，到“设置”里写上</source>
        <translation>The workshop has no name yet: enter it in Settings</translation>
    </message>
    <message>
        <source>用 OBS 播：画面会出去</source>
        <translation>Through OBS: the picture goes out</translation>
    </message>
    <message>
        <source>练习台：画面不出这间屋</source>
        <translation>Practice stage: nothing leaves this room</translation>
    </message>
    <message>
        <source>待同步 {count} 份</source>
        <translation>{count} waiting to sync</translation>
    </message>
    <message>
        <source>没有待同步的</source>
        <translation>Nothing waiting to sync</translation>
    </message>
    <message>
        <source>看上一场复盘</source>
        <translation>Last session&apos;s review</translation>
    </message>
    <message>
        <source>开播、换商品、记单</source>
        <translation>Go live, switch, note orders</translation>
    </message>
    <message>
        <source>断网了、画面没了怎么办</source>
        <translation>When network or picture fails</translation>
    </message>
    <message>
        <source>练完一样看复盘</source>
        <translation>A review at the end, as live</translation>
    </message>
    <message>
        <source>还没有排品，进去做一份</source>
        <translation>No plan yet: make one inside</translation>
    </message>
    <message>
        <source>排品用不了，进去看看哪里要改</source>
        <translation>The plan cannot be used; look inside what to change</translation>
    </message>
    <message>
        <source>下一场，{count} 样商品</source>
        <translation>Next broadcast, {count} {count:product|products}</translation>
    </message>
    <message>
        <source>播完一场，卖了多少就写在这里</source>
        <translation>What a broadcast sold stands here</translation>
    </message>
    <message>
        <source>{orders} 单，{when}</source>
        <translation>{orders} {orders:order|orders}, {when}</translation>
    </message>
    <message>
        <source>上一场卖了</source>
        <translation>Last session sold</translation>
    </message>
</context>
<context>
    <name>HouseholdForm</name>
    <message>
        <source>改农户的名字</source>
        <translation>Rename a household</translation>
    </message>
    <message>
        <source>从前的货、卖的、剩的都跟着改；批次号和印好的标签不变</source>
        <translation>What came, was sold and is left follows; lot codes and printed labels stay</translation>
    </message>
    <message>
        <source>哪一家</source>
        <translation>Which one</translation>
    </message>
    <message>
        <source>改叫什么</source>
        <translation>New name</translation>
    </message>
    <message>
        <source>跟另一家其实是同一家，就写那一家</source>
        <translation>Or the name of the one it is the same as</translation>
    </message>
    <message>
        <source>不改了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>是同一家，并在一起</source>
        <translation>The same: make them one</translation>
    </message>
    <message>
        <source>改名</source>
        <translation>Rename</translation>
    </message>
</context>
<context>
    <name>ImportedPage</name>
    <message>
        <source>订单</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>还没有导入过订单</source>
        <translation>No orders imported yet</translation>
    </message>
    <message>
        <source>从各平台后台导出的订单表格，导进来就在这里。</source>
        <translation>The order files each platform exports: import them, and they stand here.</translation>
    </message>
    <message>
        <source>去导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>下单</source>
        <translation>Ordered</translation>
    </message>
    <message>
        <source>订单号</source>
        <translation>Order number</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Goods</translation>
    </message>
    <message>
        <source>件数</source>
        <translation>Qty</translation>
    </message>
    <message>
        <source>实付</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>退款</source>
        <translation>Refund</translation>
    </message>
    <message>
        <source>店铺</source>
        <translation>Shop</translation>
    </message>
    <message>
        <source>看这一单</source>
        <translation>Look at this order</translation>
    </message>
    <message>
        <source>商品、编码、店铺，或者订单号的开头</source>
        <translation>Product, code, shop, or how an order&apos;s number begins</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>◆ 看不懂的状态</source>
        <translation>◆ Status unknown</translation>
    </message>
    <message>
        <source>没付款</source>
        <translation>Not paid</translation>
    </message>
    <message>
        <source>◆ 要发货</source>
        <translation>◆ To ship</translation>
    </message>
    <message>
        <source>▲ 发走了</source>
        <translation>▲ Shipped</translation>
    </message>
    <message>
        <source>▲ 收到了</source>
        <translation>▲ Received</translation>
    </message>
    <message>
        <source>关闭了</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>◆ 在售后</source>
        <translation>◆ After-sales</translation>
    </message>
    <message>
        <source>退了款</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>◆ 有话要问</source>
        <translation>◆ A question</translation>
    </message>
    <message>
        <source>{what} 等 {lines} 样</source>
        <translation>{what} and more (lines: {lines})</translation>
    </message>
    <message>
        <source>◆ 余下的要发货</source>
        <translation>◆ Rest to ship</translation>
    </message>
    <message>
        <source>全部店铺</source>
        <translation>All shops</translation>
    </message>
    <message>
        <source>全部状态</source>
        <translation>All states</translation>
    </message>
    <message>
        <source>{orders} 单，{paid}</source>
        <translation>Orders: {orders}, {paid}</translation>
    </message>
    <message>
        <source>；退了 {refunded}</source>
        <translation>; {refunded} given back</translation>
    </message>
</context>
<context>
    <name>ImportsPage</name>
    <message>
        <source>不看了，什么都没有写。</source>
        <translation>Stopped looking; nothing was written.</translation>
    </message>
    <message>
        <source>停下了。写好的订单都留着，没有写一半的；同一个文件再导一次就接着。</source>
        <translation>Stopped. What was written stays, no order is half; the same file again goes on from there.</translation>
    </message>
    <message>
        <source>停下了，只撤了一部分。再撤一次就接着。</source>
        <translation>Stopped; a part was taken back. Undo again to go on.</translation>
    </message>
    <message>
        <source>停下了。您的回答记着，还在等的再问一次就接着。</source>
        <translation>Stopped. Your answer is kept; what still waits is asked again.</translation>
    </message>
    <message>
        <source>导入好了：新的 {new} 单，有变化 {changed} 单。</source>
        <translation>Imported. Orders: {new} new, {changed} changed.</translation>
    </message>
    <message>
        <source>撤掉</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>有几样要问您，在下面。</source>
        <translation> There are questions for you below.</translation>
    </message>
    <message>
        <source>记住了，{orders} 单不用再等。</source>
        <translation>Kept; orders that need not wait any more: {orders}.</translation>
    </message>
    <message>
        <source>{shop}的单付了款才留货，没付款的 {orders} 单不再占货。</source>
        <translation>Orders of {shop} take their goods once paid; {orders} unpaid ones hold none any more.</translation>
    </message>
    <message>
        <source>{shop}的单从下单起就留货，没付款的 {orders} 单也留了。</source>
        <translation>Orders of {shop} hold their goods from the order on, {orders} unpaid ones too.</translation>
    </message>
    <message>
        <source>导入订单</source>
        <translation>Import orders</translation>
    </message>
    <message>
        <source>再加文件</source>
        <translation>Add files</translation>
    </message>
    <message>
        <source>都不导了</source>
        <translation>Import none</translation>
    </message>
    <message>
        <source>不导这一份</source>
        <translation>Leave this one out</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>打开这份表格的密码</source>
        <translation>This file&apos;s password</translation>
    </message>
    <message>
        <source>导入 {count} 份</source>
        <translation>Import {count}</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>还没有写任何东西</source>
        <translation>Nothing is written yet</translation>
    </message>
    <message>
        <source>还没有写。{orders} 单，付款 {paid}，退款 {refunded}</source>
        <translation>Nothing written yet. Orders: {orders}, paid {paid}, refunded {refunded}</translation>
    </message>
    <message>
        <source>有 {count} 份没导成，看表里。</source>
        <translation> Not imported: {count}, see the list.</translation>
    </message>
    <message>
        <source>看过了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>写好 {count} 份：新的 {new} 单，有变化 {changed} 单</source>
        <translation>Files imported: {count}. Orders: {new} new, {changed} changed</translation>
    </message>
    <message>
        <source>{count} 份没导成</source>
        <translation>Not imported: {count}</translation>
    </message>
    <message>
        <source>写好的订单都留着；这一份再导一次就接着，不会重复。</source>
        <translation> Orders written so far are kept; import this file once more and it goes on, nothing is doubled.</translation>
    </message>
    <message>
        <source>还在看这一份。</source>
        <translation>This one is still being looked at.</translation>
    </message>
    <message>
        <source>这一份导入好了：新的 {new} 单，有变化 {changed} 单，早有了 {duplicate} 单。</source>
        <translation>This file is imported. Orders: {new} new, {changed} changed, {duplicate} there before.</translation>
    </message>
    <message>
        <source>下面这些行：要问的照样导入，货先不动，导入以后在这一页回答；不收的不导入。</source>
        <translation>The rows below: what is asked is imported, its goods wait until you answer on this page; what is refused is not imported.</translation>
    </message>
    <message>
        <source>每一行都读懂了，没有要问的。</source>
        <translation>Every row was understood; nothing to ask.</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>单数</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>新的</source>
        <translation>New</translation>
    </message>
    <message>
        <source>有变化</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>早有了</source>
        <translation>There</translation>
    </message>
    <message>
        <source>要问</source>
        <translation>Asked</translation>
    </message>
    <message>
        <source>不收</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>付款</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>退款</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>行</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>怎么办</source>
        <translation>What</translation>
    </message>
    <message>
        <source>订单</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>还没写</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>要密码</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>没有写</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>没写完</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>写好了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>还在看</source>
        <translation>Reading</translation>
    </message>
    <message>
        <source>■ 不收</source>
        <translation>■ refused</translation>
    </message>
    <message>
        <source>◆ 要问</source>
        <translation>◆ asked</translation>
    </message>
    <message>
        <source>订单文件 (*.xlsx *.xls *.xlsm *.csv *.txt *.html);;所有文件 (*)</source>
        <translation>Order files (*.xlsx *.xls *.xlsm *.csv *.txt *.html);;All files (*)</translation>
    </message>
    <message>
        <source>选订单文件</source>
        <translation>Choose order files</translation>
    </message>
</context>
<context>
    <name>InterruptedBanner</name>
    <message>
        <source>正在接上…</source>
        <translation>Resuming…</translation>
    </message>
    <message>
        <source>接着播</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>真的收场？再按一次</source>
        <translation>Really close it? Press again</translation>
    </message>
    <message>
        <source>不播了</source>
        <translation>Don&apos;t go on</translation>
    </message>
    <message>
        <source>OBS 密码</source>
        <translation>OBS password</translation>
    </message>
    <message>
        <source>推流密钥</source>
        <translation>Stream key</translation>
    </message>
    <message>
        <source>上次直播“{title}”断了</source>
        <translation>The last broadcast &quot;{title}&quot; broke off</translation>
    </message>
    <message>
        <source>上次彩排“{title}”断了</source>
        <translation>The last rehearsal &quot;{title}&quot; broke off</translation>
    </message>
    <message>
        <source>断在 {when}</source>
        <translation>It stopped at {when}</translation>
    </message>
    <message>
        <source>正在讲{product}</source>
        <translation>product: {product}</translation>
    </message>
    <message>
        <source>贴片在上</source>
        <translation>card on air</translation>
    </message>
    <message>
        <source>贴片没上</source>
        <translation>card off</translation>
    </message>
    <message>
        <source>已记 {orders} 单，一单没少</source>
        <translation>{orders} {orders:order|orders} noted, none lost</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>。</source>
        <translation>.</translation>
    </message>
</context>
<context>
    <name>KeyButton</name>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>回车</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>按一下那个键…</source>
        <translation>Press the key…</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>平台有回应，但没让我们进去：要么推流密钥不对（多半是换过了），要么平台那边还没点开播。到平台的开播页面上复制新的密钥，粘在这里，马上就连；密钥没错，就按“再试”。</source>
        <translation>The platform answers but lets nobody in: the stream key is wrong (most likely it was renewed), or the broadcast was not started there yet. Copy the new key from the platform&apos;s page and paste it here: it is tried at once. If the key is right, press &quot;Try again&quot;.</translation>
    </message>
    <message>
        <source>推流密钥</source>
        <translation>Stream key</translation>
    </message>
    <message>
        <source>换上就连</source>
        <translation>Use this key</translation>
    </message>
    <message>
        <source>再试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>先不管</source>
        <translation>Not now</translation>
    </message>
</context>
<context>
    <name>LabelOut</name>
    <message>
        <source>存成文件……</source>
        <translation>Save as a file…</translation>
    </message>
    <message>
        <source>标签 (*.pdf);;标签打印机 (*.tspl);;图片 (*.png)</source>
        <translation>Labels (*.pdf);;Label printer (*.tspl);;Picture (*.png)</translation>
    </message>
    <message>
        <source>标签</source>
        <translation>Labels</translation>
    </message>
</context>
<context>
    <name>LargePhone</name>
    <message>
        <source>收起（Esc）</source>
        <translation>Close (Esc)</translation>
    </message>
    <message>
        <source>手机上看到的</source>
        <translation>What a phone shows</translation>
    </message>
</context>
<context>
    <name>LeftOnAirBanner</name>
    <message>
        <source>“{title}”已经下播，OBS 却还在播或录</source>
        <translation>&quot;{title}&quot; was ended, but OBS is still streaming or recording</translation>
    </message>
    <message>
        <source>让 OBS 停下</source>
        <translation>Stop OBS</translation>
    </message>
</context>
<context>
    <name>LightRow</name>
    <message>
        <source>好</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>要留意</source>
        <translation>Mind</translation>
    </message>
    <message>
        <source>不行</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>重开 OBS</source>
        <translation>Restart OBS</translation>
    </message>
    <message>
        <source>打开 OBS</source>
        <translation>Start OBS</translation>
    </message>
    <message>
        <source>关掉没回应的 OBS 再打开，不停下来问要不要安全模式</source>
        <translation>Ends the OBS that does not answer and starts it, without its question about safe mode</translation>
    </message>
    <message>
        <source>连上 OBS…</source>
        <translation>Connect OBS…</translation>
    </message>
    <message>
        <source>换一个…</source>
        <translation>Another one…</translation>
    </message>
    <message>
        <source>去补货</source>
        <translation>Restock</translation>
    </message>
    <message>
        <source>去排品改</source>
        <translation>To the plan</translation>
    </message>
    <message>
        <source>看备份</source>
        <translation>See Backup</translation>
    </message>
    <message>
        <source>去设置</source>
        <translation>To Settings</translation>
    </message>
</context>
<context>
    <name>LineView</name>
    <message>
        <source>口号“{words}”</source>
        <translation>slogan &quot;{words}&quot;</translation>
    </message>
    <message>
        <source>口号</source>
        <translation>slogan</translation>
    </message>
    <message>
        <source>工坊名称</source>
        <translation>workshop&apos;s name</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>◆ {what}给挡着它的让了地方，没有播出</source>
        <translation>◆ Not on air now: {what}. Something else is in its place</translation>
    </message>
    <message>
        <source>◆ {what}现在让给{over}，没有播出</source>
        <translation>◆ Not on air now: {what}. In its place: {over}</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>✓ 观众看得到</source>
        <translation>✓ Viewers see it</translation>
    </message>
    <message>
        <source>✓ 其余的观众看得到</source>
        <translation>✓ Viewers see the rest</translation>
    </message>
    <message>
        <source>◆ 现在播不出去</source>
        <translation>◆ Cut off</translation>
    </message>
    <message>
        <source>◆ 画面里没找到</source>
        <translation>◆ Not found</translation>
    </message>
    <message>
        <source>◆ 观众看不到</source>
        <translation>◆ Not seen</translation>
    </message>
    <message>
        <source>先让一让</source>
        <translation>makes room</translation>
    </message>
    <message>
        <source>请看一眼画面</source>
        <translation>please look</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>整场都在</source>
        <translation>Throughout</translation>
    </message>
    <message>
        <source>收</source>
        <translation>Off</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>回车</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>已下播</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>还没开播</source>
        <translation>Not live yet</translation>
    </message>
    <message>
        <source>彩排中</source>
        <translation>Rehearsing</translation>
    </message>
    <message>
        <source>练习，不推流</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>录像中</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>直播中</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>在量网络</source>
        <translation>Measuring</translation>
    </message>
    <message>
        <source>网络好</source>
        <translation>Network good</translation>
    </message>
    <message>
        <source>网不好了</source>
        <translation>Network weak</translation>
    </message>
    <message>
        <source>网断了</source>
        <translation>Network down</translation>
    </message>
    <message>
        <source>平台不让进</source>
        <translation>Not let in</translation>
    </message>
    <message>
        <source>网络看不到</source>
        <translation>Network unknown</translation>
    </message>
    <message>
        <source>只录像</source>
        <translation>Recording only</translation>
    </message>
    <message>
        <source>画面黑了</source>
        <translation>Picture black</translation>
    </message>
    <message>
        <source>画面不动了</source>
        <translation>Picture frozen</translation>
    </message>
    <message>
        <source>画面卡</source>
        <translation>Picture stutters</translation>
    </message>
    <message>
        <source>画面太暗</source>
        <translation>Picture too dark</translation>
    </message>
    <message>
        <source>没声音</source>
        <translation>No sound</translation>
    </message>
    <message>
        <source>太响了</source>
        <translation>too loud</translation>
    </message>
    <message>
        <source>关着</source>
        <translation>off</translation>
    </message>
    <message>
        <source>还没听到</source>
        <translation>Nothing heard yet</translation>
    </message>
    <message>
        <source>观众看得到</source>
        <translation>Viewers see it</translation>
    </message>
    <message>
        <source>放着，现在播不出去</source>
        <translation>Not going out</translation>
    </message>
    <message>
        <source>观众看不到</source>
        <translation>Viewers see none</translation>
    </message>
    <message>
        <source>正在上…</source>
        <translation>Putting on…</translation>
    </message>
    <message>
        <source>正在收…</source>
        <translation>Taking off…</translation>
    </message>
    <message>
        <source>回来再上</source>
        <translation>After the break</translation>
    </message>
    <message>
        <source>先让一让</source>
        <translation>makes room</translation>
    </message>
    <message>
        <source>贴片看不到</source>
        <translation>Card not seen</translation>
    </message>
    <message>
        <source>贴片没上</source>
        <translation>Card off</translation>
    </message>
    <message>
        <source>正在记 {name} {n} {unit}…</source>
        <translation>Noting {name} {n} {unit}…</translation>
    </message>
    <message>
        <source>✓ 已存 {name} {n} {unit}</source>
        <translation>✓ Kept {name} {n} {unit}</translation>
    </message>
    <message>
        <source>已撤销 {name} {n} {unit}</source>
        <translation>Undone {name} {n} {unit}</translation>
    </message>
    <message>
        <source>有人在 OBS 里选了别的画面，商品卡、贴片观众看不到。要回来，到 OBS 里点“节目”。</source>
        <translation>Somebody chose another scene in OBS: viewers see no card, no overlay. To go back, click 节目 in OBS.</translation>
    </message>
    <message>
        <source>画面程序（OBS）要密码，场控点“填密码”就连上。订单照记，一单不少。</source>
        <translation>OBS asks for its password: the floor presses &quot;Password&quot; and it connects. Orders are kept, none is lost.</translation>
    </message>
    <message>
        <source>画面程序（OBS）说密码不对，场控点“填密码”再填。订单照记，一单不少。</source>
        <translation>OBS says the password is wrong: the floor presses &quot;Password&quot; to type it again. Orders are kept, none is lost.</translation>
    </message>
    <message>
        <source>{stage}没有回应，画面、声音这会儿看不到。您接着说，订单照记。</source>
        <translation>{stage} does not answer: picture and sound cannot be seen right now. Keep talking, orders are still noted.</translation>
    </message>
    <message>
        <source>{words}平台可能关了直播间，请场控到平台上看一眼。</source>
        <translation>{words} The platform may have closed the room: the floor should look there.</translation>
    </message>
    <message>
        <source>{words}平台还留直播间 {seconds} 秒。</source>
        <translation>{words} The platform keeps the room for {seconds} s more.</translation>
    </message>
    <message>
        <source>断得太久，平台可能关了直播间。请场控到平台上看一眼，再按“看过了”。录像没停，订单照记。</source>
        <translation>Down so long, the room may be closed. Floor: look there, then press &quot;I have looked&quot;. Recording, orders go on.</translation>
    </message>
    <message>
        <source>平台没让我们进去：密钥不对，或那边没点开播。场控按“推流密钥…”。录像没停，订单照记。</source>
        <translation>Not let in: a wrong key, or not started there. Floor: press &quot;Stream key…&quot;. Recording, orders go on.</translation>
    </message>
    <message>
        <source>网断了，正在自己连。录像没停，您接着说。平台还留直播间 {seconds} 秒。</source>
        <translation>Network down, reconnecting by itself. Recording goes on, keep talking. The platform keeps the room for {seconds} s more.</translation>
    </message>
    <message>
        <source>网断了，正在自己连。录像没停，您接着说。</source>
        <translation>The network is down; reconnecting by itself. Recording goes on: keep talking.</translation>
    </message>
    <message>
        <source>还没连上平台，正在自己再连。录像没停，您接着说。</source>
        <translation>Not connected to the platform yet; trying again by itself. Recording goes on, just keep talking.</translation>
    </message>
    <message>
        <source>平台没有回应。请场控看看网通不通、推流地址对不对，一通就自己推。录像没停。</source>
        <translation>The platform does not answer. Floor: check the network and the streaming address; it starts by itself once they are right. Recording goes on.</translation>
    </message>
    <message>
        <source>平台没让我们进去。请场控看看那边点了开播没有、推流密钥对不对，一通就自己推。录像没停。</source>
        <translation>The platform does not let us in. Floor: check that the broadcast was started there, and the stream key; it starts by itself then. Recording goes on.</translation>
    </message>
    <message>
        <source>没声音了，观众听不到。看看麦克风的线和开关。画面照样在播。</source>
        <translation>No sound: viewers hear nothing. Look at the microphone&apos;s cable and switch. The picture is still on.</translation>
    </message>
    <message>
        <source>麦克风关着，观众听不到。是在 OBS 里关的，也要到那里去开。</source>
        <translation>The microphone is off: viewers hear nothing. It was turned off in OBS; turn it on there.</translation>
    </message>
    <message>
        <source>麦克风关着，观众听不到。场控按“开麦克风”就能打开。</source>
        <translation>The microphone is off: viewers hear nothing. The floor controller turns it on with &quot;Turn microphone on&quot;.</translation>
    </message>
    <message>
        <source>画面太暗，观众看不清。开灯，或者挪到窗边。</source>
        <translation>The picture is too dark to be seen well. Switch on a light, or move to the window.</translation>
    </message>
    <message>
        <source>声音太大了，破音了。离麦克风远一点。</source>
        <translation>The sound is too loud and crackles. Move away from the microphone.</translation>
    </message>
    <message>
        <source>正在歇：观众看到的是“马上回来”。
按 {key} 回来；用踏板、翻页笔，就按住“停一停”一秒。</source>
        <translation>On a break: viewers see &quot;back soon&quot;.
{key} brings you back; on a pedal keep &quot;Hold&quot; down for a second.</translation>
    </message>
    <message>
        <source>电快没了，剩 {percent}%，马上插电源。录像、订单都存着，断电也不丢。</source>
        <translation>Battery nearly empty: {percent} %. Plug in now. Recording and orders are on disk and survive a power cut.</translation>
    </message>
    <message>
        <source>上了，在核对</source>
        <translation>On, checking</translation>
    </message>
    <message>
        <source>画面里没找到</source>
        <translation>Not found on air</translation>
    </message>
    <message>
        <source>练习画面</source>
        <translation>The practice stage</translation>
    </message>
    <message>
        <source>画面程序（OBS）</source>
        <translation>OBS</translation>
    </message>
    <message>
        <source>{stage}正在重开，开好就自己接上。您接着说，订单照记，一单不少。</source>
        <translation>{stage} is being restarted and picks up by itself. Go on talking; every order is still noted.</translation>
    </message>
    <message>
        <source>{stage}没有回应，正在自己连。半分钟还不好，场控点“重开 OBS”。您接着说，订单照记。</source>
        <translation>{stage} does not answer; reconnecting by itself. If it is still so in half a minute, the floor presses &quot;Restart OBS&quot;. Go on talking; orders are still noted.</translation>
    </message>
    <message>
        <source>{stage}断了，正在自己连。几秒还没回来，场控就点“重开 OBS”。您接着说，订单照记。</source>
        <translation>{stage} is gone; reconnecting by itself. If it is not back in a few seconds, the floor presses &quot;Restart OBS&quot;. Go on talking; orders are still noted.</translation>
    </message>
    <message>
        <source>{stage}断了，正在自己连。请场控去放 OBS 的电脑上看看，没开就打开。您接着说，订单照记。</source>
        <translation>{stage} is gone; reconnecting by itself. The floor looks at the computer OBS runs on and starts OBS there if it is closed. Go on talking; orders are still noted.</translation>
    </message>
    <message>
        <source>画面黑了。摄像头已自己重开一次；还黑，就看看镜头盖和灯。</source>
        <translation>Picture black. The camera was opened again once; still so? See to lens cap and light.</translation>
    </message>
    <message>
        <source>画面黑了。看看镜头盖和灯。</source>
        <translation>The picture is black. Look at the lens cap and the light.</translation>
    </message>
    <message>
        <source>画面不动了。摄像头已自己重开一次；还不动，就把它的线重插。</source>
        <translation>Picture stuck. The camera was opened again once; still so? Plug its cable in again.</translation>
    </message>
    <message>
        <source>画面不动了。把摄像头的线拔下来重插。</source>
        <translation>The picture stands still. Unplug the camera&apos;s cable and plug it in again.</translation>
    </message>
    <message>
        <source>{words}麦克风也关着，要到 OBS 里去开。</source>
        <translation>{words} The microphone is off too: turn it on in OBS.</translation>
    </message>
    <message>
        <source>{words}麦克风也关着，场控按“开麦克风”。</source>
        <translation>{words} The microphone is off too. Floor: press &quot;Turn microphone on&quot;.</translation>
    </message>
    <message>
        <source>{words}声音也没有，看看麦克风的线和开关。</source>
        <translation>{words} No sound either: see to the microphone&apos;s cable and switch.</translation>
    </message>
    <message>
        <source>{words}声音照样在播。</source>
        <translation>{words} Sound is on.</translation>
    </message>
    <message>
        <source>电脑忙不过来，画面一卡一卡的。把别的软件关掉。</source>
        <translation>The computer is too busy and the picture stutters. Close other programs.</translation>
    </message>
    <message>
        <source>正在歇：观众看到的是“马上回来”。按 {key} 回来。</source>
        <translation>On a break: viewers see &quot;back soon&quot;. Press {key} to return.</translation>
    </message>
    <message>
        <source>没插电，电池剩 {percent}%。请插上电源。</source>
        <translation>On battery, {percent} % left. Please plug in.</translation>
    </message>
</context>
<context>
    <name>LiveScreen</name>
    <message>
        <source>正在直播，窗口先不关。要下播，请点“下播…”。</source>
        <translation>You are live, so the window stays open. To end, press &quot;End…&quot;.</translation>
    </message>
</context>
<context>
    <name>LossForm</name>
    <message>
        <source>哪一批，在哪里</source>
        <translation>Which lot, and where</translation>
    </message>
    <message>
        <source>为什么</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>比如：{mixed}</source>
        <translation>such as: {mixed}</translation>
    </message>
    <message>
        <source>报损多少</source>
        <translation>How many</translation>
    </message>
    <message>
        <source>备注（可不写）</source>
        <translation>Note (optional)</translation>
    </message>
    <message>
        <source>比如：下雨泡了</source>
        <translation>such as: soaked by rain</translation>
    </message>
    <message>
        <source>不报了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>记下报损</source>
        <translation>Write it off</translation>
    </message>
    <message>
        <source>卖了没包的不在里面：坏了的，先撤那一单</source>
        <translation>Sold, unpacked goods are not among them: take that order back first</translation>
    </message>
    <message>
        <source>架上和搁置的都没有了，没有可报的</source>
        <translation>None lies on the shelf or on hold: nothing to write off</translation>
    </message>
    <message>
        <source>报损：{name}</source>
        <translation>Write off: {name}</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>{when} {lot}：{why}，{qty} {unit}</source>
        <translation>{when} {lot}: {why}, {qty} {unit}</translation>
    </message>
    <message>
        <source>{when} {lot}：{why}，{qty} {unit}（撤销了）</source>
        <translation>{when} {lot}: {why}, {qty} {unit} (undone)</translation>
    </message>
    <message>
        <source>{why}（{remark}）</source>
        <translation>{why} ({remark})</translation>
    </message>
    <message>
        <source>{lot}，架上 {qty}</source>
        <translation>{lot}, shelf: {qty}</translation>
    </message>
    <message>
        <source>{lot}，搁置 {qty}</source>
        <translation>{lot}, on hold: {qty}</translation>
    </message>
    <message>
        <source>没分批的</source>
        <translation>Without a lot</translation>
    </message>
    <message>
        <source>烂了、坏了</source>
        <translation>rotten or spoilt</translation>
    </message>
    <message>
        <source>碰坏、压坏</source>
        <translation>broken or crushed</translation>
    </message>
    <message>
        <source>过期了</source>
        <translation>past its day</translation>
    </message>
    <message>
        <source>送人、试吃</source>
        <translation>given away, tasted</translation>
    </message>
    <message>
        <source>不见了</source>
        <translation>missing</translation>
    </message>
    <message>
        <source>别的</source>
        <translation>something else</translation>
    </message>
</context>
<context>
    <name>LotsCard</name>
    <message>
        <source>批次</source>
        <translation>Lot</translation>
    </message>
    <message>
        <source>农户</source>
        <translation>Household</translation>
    </message>
    <message>
        <source>最后可卖</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>架上</source>
        <translation>Shelf</translation>
    </message>
    <message>
        <source>预占</source>
        <translation>Reserved</translation>
    </message>
    <message>
        <source>搁置</source>
        <translation>On hold</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>记下盘点</source>
        <translation>Note the count</translation>
    </message>
    <message>
        <source>报损</source>
        <translation>Write off</translation>
    </message>
    <message>
        <source>到货上架</source>
        <translation>Put on the shelf</translation>
    </message>
    <message>
        <source>谁家的（可不写）</source>
        <translation>From whom (optional)</translation>
    </message>
    <message>
        <source>比如：李阿婆</source>
        <translation>such as: Granny Li</translation>
    </message>
    <message>
        <source>最后能卖到哪天（可不写）</source>
        <translation>Last day (optional)</translation>
    </message>
    <message>
        <source>比如：12月20日</source>
        <translation>such as: 12-20</translation>
    </message>
    <message>
        <source>存成表格</source>
        <translation>Save as table</translation>
    </message>
    <message>
        <source>溯源标签</source>
        <translation>Trace labels</translation>
    </message>
    <message>
        <source>放行</source>
        <translation>Release</translation>
    </message>
    <message>
        <source>停售这一批</source>
        <translation>Hold this lot</translation>
    </message>
    <message>
        <source>批次和盘点</source>
        <translation>Lots and counting</translation>
    </message>
    <message>
        <source>先在上面点一样货</source>
        <translation>Choose a product above first</translation>
    </message>
    <message>
        <source>比如：{mixed}</source>
        <translation>such as: {mixed}</translation>
    </message>
    <message>
        <source>架上数到（卖了没包的也算）</source>
        <translation>Counted (sold, unpacked ones too)</translation>
    </message>
    <message>
        <source>又到了多少</source>
        <translation>How many came</translation>
    </message>
    <message>
        <source>为什么放行</source>
        <translation>Why release it</translation>
    </message>
    <message>
        <source>为什么停售</source>
        <translation>Why hold it</translation>
    </message>
    <message>
        <source>比如：农残超标</source>
        <translation>For example: pesticide residue too high</translation>
    </message>
    <message>
        <source>比如：复检合格</source>
        <translation>For example: passed its second test</translation>
    </message>
    <message>
        <source>一共多重</source>
        <translation>Weight in all</translation>
    </message>
    <message>
        <source>这样货没有分批次</source>
        <translation>This product is not kept in lots</translation>
    </message>
    <message>
        <source>点一批，盘它或者停售它；不点，盘的是没分批的</source>
        <translation>Choose a lot to count or hold it; without one, goods without a lot are counted</translation>
    </message>
    <message>
        <source>盘的、停售的，是点中的这一批</source>
        <translation>What is counted or held is the chosen lot</translation>
    </message>
    <message>
        <source>没写</source>
        <translation>not given</translation>
    </message>
    <message>
        <source>■ 停售：{why}</source>
        <translation>■ On hold: {why}</translation>
    </message>
    <message>
        <source>▲ 能卖</source>
        <translation>▲ For sale</translation>
    </message>
    <message>
        <source>■ 过期了，不能卖</source>
        <translation>■ Past its day, not for sale</translation>
    </message>
    <message>
        <source>◆ 还能卖 {days} 天，先卖它</source>
        <translation>◆ Days left: {days}, sell first</translation>
    </message>
</context>
<context>
    <name>LotteryCard</name>
    <message>
        <source>号码（空着就给下一个号）</source>
        <translation>Number (empty: the next one)</translation>
    </message>
    <message>
        <source>收完号以后，请现场的人报几个字</source>
        <translation>Once closed: a few words somebody calls out</translation>
    </message>
    <message>
        <source>记号</source>
        <translation>Note number</translation>
    </message>
    <message>
        <source>开奖</source>
        <translation>Draw</translation>
    </message>
    <message>
        <source>再算一遍</source>
        <translation>Compute it again</translation>
    </message>
    <message>
        <source>存档给人看</source>
        <translation>Save for anybody</translation>
    </message>
    <message>
        <source>正在直播时，从“更多贴片”里放到画面上、记号、开奖。</source>
        <translation>While you are live, show it, note numbers and draw from &quot;More overlays&quot;.</translation>
    </message>
    <message>
        <source>先在左边点一个</source>
        <translation>Choose one at the left first</translation>
    </message>
    <message>
        <source>编号 {id}</source>
        <translation>Number {id}</translation>
    </message>
    <message>
        <source>{when} 公布，封存码（念出来或放到画面上）：
{code}</source>
        <translation>Published {when}; its commitment (read it out or show it):
{code}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>收完了，名单码（开奖前念出来）：
{code}</source>
        <translation>Closed; the list code (read it out before the draw):
{code}</translation>
    </message>
    <message>
        <source>封存码，一共 {n} 位：</source>
        <translation>Commitment, all {n} characters:</translation>
    </message>
    <message>
        <source>名单码，一共 {n} 位：</source>
        <translation>List code, all {n} characters:</translation>
    </message>
    <message>
        <source>揭开的种子，一共 {n} 位：</source>
        <translation>Seed, revealed, all {n} characters:</translation>
    </message>
    <message>
        <source>还没有号。</source>
        <translation>No numbers yet.</translation>
    </message>
    <message>
        <source>{count} 个号，新的在前：{numbers}</source>
        <translation>Numbers: {count}, the newest first: {numbers}</translation>
    </message>
</context>
<context>
    <name>LotteryForm</name>
    <message>
        <source>办一个抽奖</source>
        <translation>New lottery</translation>
    </message>
    <message>
        <source>看一遍再公布</source>
        <translation>Read it once more</translation>
    </message>
    <message>
        <source>公布</source>
        <translation>Publish</translation>
    </message>
    <message>
        <source>再改改</source>
        <translation>Change it</translation>
    </message>
    <message>
        <source>公布以后，规则、奖品、时间都不能再改，也不能撤。从公布那一刻起收号。</source>
        <translation>Once published, terms, prize and times cannot be changed or taken back. Numbers are taken from that moment.</translation>
    </message>
    <message>
        <source>叫什么</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>周五杨梅抽奖</source>
        <translation>Friday bayberry draw</translation>
    </message>
    <message>
        <source>奖品</source>
        <translation>Prize</translation>
    </message>
    <message>
        <source>东魁杨梅一箱（5斤）</source>
        <translation>A box of Dongkui bayberries (2.5 kg)</translation>
    </message>
    <message>
        <source>一份值多少元</source>
        <translation>Worth, yuan each</translation>
    </message>
    <message>
        <source>抽几个</source>
        <translation>Winners</translation>
    </message>
    <message>
        <source>最多收几个号</source>
        <translation>Numbers at most</translation>
    </message>
    <message>
        <source>不限</source>
        <translation>any</translation>
    </message>
    <message>
        <source>怎么得到号</source>
        <translation>How to get a number</translation>
    </message>
    <message>
        <source>在直播间下一单，得一个号</source>
        <translation>One number for each order in the live room</translation>
    </message>
    <message>
        <source>收号到什么时候</source>
        <translation>Numbers until</translation>
    </message>
    <message>
        <source>今天 20:00</source>
        <translation>today 20:00</translation>
    </message>
    <message>
        <source>什么时候开奖</source>
        <translation>Drawn when</translation>
    </message>
    <message>
        <source>收完号就开</source>
        <translation>as soon as it closes</translation>
    </message>
    <message>
        <source>怎么领奖、领到哪天</source>
        <translation>How and until when to claim</translation>
    </message>
    <message>
        <source>七天内凭号领，包邮寄出</source>
        <translation>Within seven days by number, sent free</translation>
    </message>
    <message>
        <source>谁办的（名称、怎么找到）</source>
        <translation>Given by (name, how to reach)</translation>
    </message>
    <message>
        <source>后山村专业合作社</source>
        <translation>Houshan Village Cooperative</translation>
    </message>
</context>
<context>
    <name>LotteryPage</name>
    <message>
        <source>记下了：{numbers} 号</source>
        <translation>Noted: {numbers}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>开奖了，谁都能照着存档再算一遍</source>
        <translation>Drawn; anybody can compute it again from its archive</translation>
    </message>
    <message>
        <source>抽奖</source>
        <translation>Lotteries</translation>
    </message>
    <message>
        <source>先公布，再收号；开奖以后谁都能再算一遍</source>
        <translation>Published first, then numbers; anybody can compute a draw again</translation>
    </message>
    <message>
        <source>核对一个存档</source>
        <translation>Check an archive</translation>
    </message>
    <message>
        <source>办一个抽奖</source>
        <translation>New lottery</translation>
    </message>
    <message>
        <source>还没有抽奖</source>
        <translation>No lotteries yet</translation>
    </message>
    <message>
        <source>写好奖品、机会、时间和谁办的，公布了再收号。一份奖品最多 5 万元。</source>
        <translation>Write prize, odds, times and who gives it; publish, then take numbers. One prize is worth at most 50,000 yuan.</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Numbers</translation>
    </message>
    <message>
        <source>▲ 收号到 {when}</source>
        <translation>▲ Numbers until {when}</translation>
    </message>
    <message>
        <source>◆ 收完了，{when} 开奖</source>
        <translation>◆ Closed, drawn {when}</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>公布了“{name}”。把封存码的头 {n} 位念出来，或者直播时放到画面上。</source>
        <translation>&quot;{name}&quot; is published. Read out the first {n} characters of its commitment, or show it when you are live.</translation>
    </message>
    <message>
        <source>{name} · {prize}</source>
        <translation>{name} · {prize}</translation>
    </message>
    <message>
        <source>{n} 个</source>
        <translation>{n}</translation>
    </message>
    <message>
        <source>开奖了 {when}</source>
        <translation>Drawn {when}</translation>
    </message>
    <message>
        <source>◆ 该开奖了</source>
        <translation>◆ To be drawn now</translation>
    </message>
</context>
<context>
    <name>LotteryPart</name>
    <message>
        <source>已开奖</source>
        <translation>drawn</translation>
    </message>
    <message>
        <source>{n} 个号</source>
        <translation>{n} numbers</translation>
    </message>
    <message>
        <source>真的开奖</source>
        <translation>Really draw</translation>
    </message>
    <message>
        <source>开奖</source>
        <translation>Draw</translation>
    </message>
    <message>
        <source>现场报的是“{word}”。</source>
        <translation>Called out: &quot;{word}&quot;.</translation>
    </message>
    <message>
        <source>没有写现场报的话。</source>
        <translation>No word was called out.</translation>
    </message>
    <message>
        <source>{n} 个号。{said}再按一次就开奖，开了不能重来。</source>
        <translation>{n} numbers. {said} Press again to draw; it cannot be drawn twice.</translation>
    </message>
    <message>
        <source>开出来的：{numbers} 号</source>
        <translation>Drawn: {numbers}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>收完了 {n} 个号。开奖前把名单码的头 {most} 位念出来：{code}</source>
        <translation>{n} numbers, no more are taken. Before the draw read out the first {most} characters of the list code: {code}</translation>
    </message>
    <message>
        <source>哪个抽奖</source>
        <translation>Which lottery</translation>
    </message>
    <message>
        <source>号码（空着就给下一个号）</source>
        <translation>Number (empty: the next free one)</translation>
    </message>
    <message>
        <source>现场报的话（收完号再报）</source>
        <translation>Word from the room (after closing)</translation>
    </message>
    <message>
        <source>比如：六六大顺</source>
        <translation>such as: six six six</translation>
    </message>
    <message>
        <source>记号</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>还没有公布过抽奖。在“仓库订单”的“抽奖”里办一个，公布了这里就有。</source>
        <translation>No lottery is published yet. Make one under &quot;Lotteries&quot; at the desk (Stock and orders); once published it is here.</translation>
    </message>
</context>
<context>
    <name>Meanings</name>
    <message>
        <source>对，就这么算</source>
        <translation>Yes, count it so</translation>
    </message>
    <message>
        <source>不对，再看看</source>
        <translation>No, look again</translation>
    </message>
    <message>
        <source>“{word}”就是“{meaning}”，对吗？写着它的订单，以前的、以后的都这么算：{then}</source>
        <translation>&quot;{word}&quot; means &quot;{meaning}&quot;, is that right? All orders that say so count like that, those here and those to come: {then}</translation>
    </message>
    <message>
        <source>没有售后</source>
        <translation>No case</translation>
    </message>
    <message>
        <source>在售后</source>
        <translation>Case open</translation>
    </message>
    <message>
        <source>售后完了，没退款</source>
        <translation>Closed, no refund</translation>
    </message>
    <message>
        <source>退了款</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>还没付款</source>
        <translation>Not paid</translation>
    </message>
    <message>
        <source>付了款，要发货</source>
        <translation>Paid, to be sent</translation>
    </message>
    <message>
        <source>发走了</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>买家收到了</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>关闭了</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>货按订单状态算。</source>
        <translation>their goods go by the order&apos;s status.</translation>
    </message>
    <message>
        <source>钱算退了，没发的货放回库存。</source>
        <translation>the money counts as given back, goods not sent go back to the stock.</translation>
    </message>
    <message>
        <source>没发的货放回库存。</source>
        <translation>goods not sent go back to the stock.</translation>
    </message>
    <message>
        <source>货算发走了。</source>
        <translation>their goods count as sent.</translation>
    </message>
    <message>
        <source>货给它们留着，等着发。</source>
        <translation>their goods are kept for them until they are sent.</translation>
    </message>
</context>
<context>
    <name>ObsSetupScreen</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>连上 OBS</source>
        <translation>Connect OBS</translation>
    </message>
    <message>
        <source>头一回做一遍就行；哪天连不上了，再来一遍</source>
        <translation>Once is enough; do it again the day it no longer connects</translation>
    </message>
    <message>
        <source>播着播着 OBS 没了</source>
        <translation>If OBS stops during a broadcast</translation>
    </message>
    <message>
        <source>等我点</source>
        <translation>Wait for me</translation>
    </message>
    <message>
        <source>自己再打开</source>
        <translation>Start it again</translation>
    </message>
    <message>
        <source>选“自己再打开”，OBS 上次没关好时也不再问要不要安全模式，直接正常打开。</source>
        <translation>With &quot;Start it again&quot;, OBS also starts normally after an unclean end, without asking about safe mode.</translation>
    </message>
    <message>
        <source>做好了念一声</source>
        <translation>Say it aloud when done</translation>
    </message>
    <message>
        <source>念</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>不念</source>
        <translation>No</translation>
    </message>
    <message>
        <source>OBS 的程序在哪里</source>
        <translation>Where is OBS&apos;s program?</translation>
    </message>
    <message>
        <source>好了，回去</source>
        <translation>Done, go back</translation>
    </message>
    <message>
        <source>再来一遍</source>
        <translation>Do it again</translation>
    </message>
    <message>
        <source>开始</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>正在做，请稍等…</source>
        <translation>Working on it…</translation>
    </message>
    <message>
        <source>有一步没做成，照着做完再试</source>
        <translation>One step failed; follow it and try again</translation>
    </message>
    <message>
        <source>就差麦克风了</source>
        <translation>Only the microphone is missing</translation>
    </message>
    <message>
        <source>好了，可以直播了</source>
        <translation>All good, ready to go live</translation>
    </message>
    <message>
        <source>点“开始”，五步自己做完</source>
        <translation>Press &quot;Begin&quot;: five steps run by themselves</translation>
    </message>
</context>
<context>
    <name>OnAir</name>
    <message>
        <source>放着的（不算商品卡）</source>
        <translation>On air (besides the card)</translation>
    </message>
    <message>
        <source>除了商品卡，什么也没有放。</source>
        <translation>Nothing but the product&apos;s card.</translation>
    </message>
    <message>
        <source>再核对一次</source>
        <translation>Check again</translation>
    </message>
</context>
<context>
    <name>OrderCard</name>
    <message>
        <source>看买家</source>
        <translation>Show the buyer</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>看售后 {number}</source>
        <translation>Open case {number}</translation>
    </message>
    <message>
        <source>还有售后 {numbers}</source>
        <translation>Further cases: {numbers}</translation>
    </message>
    <message>
        <source>包裹 {code}，等着装</source>
        <translation>Parcel {code}, to be packed</translation>
    </message>
    <message>
        <source>包裹 {code}，装好了</source>
        <translation>Parcel {code}, packed</translation>
    </message>
    <message>
        <source>包裹 {code}，发走了</source>
        <translation>Parcel {code}, sent</translation>
    </message>
    <message>
        <source>包裹 {code}，收到了</source>
        <translation>Parcel {code}, received</translation>
    </message>
    <message>
        <source>买家的资料是在别的电脑上加密的，这台打不开。</source>
        <translation>The buyer&apos;s details were encrypted on another computer; this one cannot open them.</translation>
    </message>
    <message>
        <source>没有买家的资料：没有存过，或者日子到了已经删掉。</source>
        <translation>No details of the buyer: none were kept, or their days are over and they were deleted.</translation>
    </message>
    <message>
        <source>谁在什么时候看过，已经记下来。</source>
        <translation>Who looked, and when, is on record.</translation>
    </message>
    <message>
        <source>买家的资料遮住了；谁看过会记下来。</source>
        <translation>Masked; whoever looks is noted.</translation>
    </message>
</context>
<context>
    <name>OrderKinds</name>
    <message>
        <source>直播记的</source>
        <translation>Noted live</translation>
    </message>
    <message>
        <source>平台的</source>
        <translation>From platforms</translation>
    </message>
</context>
<context>
    <name>OrderLineView</name>
    <message>
        <source>正在存</source>
        <translation>Keeping</translation>
    </message>
    <message>
        <source>✓ 已存</source>
        <translation>✓ Kept</translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation>Undone</translation>
    </message>
</context>
<context>
    <name>OrderPadView</name>
    <message>
        <source>上了商品才能记</source>
        <translation>Show a product first</translation>
    </message>
    <message>
        <source>记下 {n} {unit}</source>
        <translation>Note {n} {unit}</translation>
    </message>
    <message>
        <source>正在讲的</source>
        <translation>On now</translation>
    </message>
    <message>
        <source>记一单</source>
        <translation>Note order</translation>
    </message>
    <message>
        <source>刚才</source>
        <translation>Just now</translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>这一单换一个商品</source>
        <translation>Another product for this order</translation>
    </message>
    <message>
        <source>退一格</source>
        <translation>One back</translation>
    </message>
</context>
<context>
    <name>OrdersPage</name>
    <message>
        <source>订单</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>找商品、编号、渠道……</source>
        <translation>Find product, number, channel…</translation>
    </message>
    <message>
        <source>还没有订单</source>
        <translation>No orders yet</translation>
    </message>
    <message>
        <source>直播时每记一单，这里就多一行。练习台上记的也在这里。</source>
        <translation>Every order noted live adds a line here, those of the practice stage too.</translation>
    </message>
    <message>
        <source>去排品开播</source>
        <translation>Plan and go live</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>实付</source>
        <translation>Paid</translation>
    </message>
    <message>
        <source>渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>场次</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>撤了</source>
        <translation>Undone</translation>
    </message>
    <message>
        <source>▲ 记下了</source>
        <translation>▲ Noted</translation>
    </message>
    <message>
        <source>没成</source>
        <translation>Fell through</translation>
    </message>
    <message>
        <source>◆ 算 {qty} {unit}</source>
        <translation>◆ {qty} {unit} stand</translation>
    </message>
    <message>
        <source>◆ 退了 {paid}</source>
        <translation>◆ {paid} back</translation>
    </message>
    <message>
        <source>全部场次</source>
        <translation>All sessions</translation>
    </message>
    <message>
        <source>全部商品</source>
        <translation>All products</translation>
    </message>
    <message>
        <source>{orders} 单，{paid}</source>
        <translation>Orders: {orders}, {paid}</translation>
    </message>
    <message>
        <source>；另有 {gone} 单撤了或没成</source>
        <translation>; {gone} undone or fell through</translation>
    </message>
</context>
<context>
    <name>OverlayPanel</name>
    <message>
        <source>正在放…</source>
        <translation>Putting it on…</translation>
    </message>
    <message>
        <source>记下了：{numbers} 号</source>
        <translation>Noted: {numbers}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>画面上的贴片</source>
        <translation>Overlays on air</translation>
    </message>
    <message>
        <source>关上 Esc</source>
        <translation>Close Esc</translation>
    </message>
</context>
<context>
    <name>PackingPage</name>
    <message>
        <source>排好了 {count} 个包裹</source>
        <translation>Parcels made: {count}</translation>
    </message>
    <message>
        <source>；{orders} 单的货还没有到</source>
        <translation>; orders whose goods are not there yet: {orders}</translation>
    </message>
    <message>
        <source>发走了 {count} 个包裹</source>
        <translation>Parcels sent: {count}</translation>
    </message>
    <message>
        <source>；{parcels} 不能发，留下了</source>
        <translation>; {parcels} must not be sent and stayed</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>{count} 个包裹送到了</source>
        <translation>Parcels delivered: {count}</translation>
    </message>
    <message>
        <source>存好了：{file}</source>
        <translation>Saved: {file}</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>{count} 张标签交给打印机“{printer}”了</source>
        <translation>{count} labels handed to the printer &quot;{printer}&quot;</translation>
    </message>
    <message>
        <source>收下了 {kept} 个运单号</source>
        <translation>{kept} tracking numbers taken over</translation>
    </message>
    <message>
        <source>；{left} 行没有收</source>
        <translation>; rows refused: {left}</translation>
    </message>
    <message>
        <source>没有找到摄像头。插上一个，再点一次。</source>
        <translation>No camera found. Plug one in and press again.</translation>
    </message>
    <message>
        <source>打包单 (*.pdf);;各站点的单子 (*.pdf);;表格 (*.xlsx)</source>
        <translation>Pick list (*.pdf);;Sheets of the stops (*.pdf);;Table (*.xlsx)</translation>
    </message>
    <message>
        <source>打包单</source>
        <translation>Pick list</translation>
    </message>
    <message>
        <source>各站点</source>
        <translation>Sheets</translation>
    </message>
    <message>
        <source>打标签</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>去导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>运单号 (*.xlsx *.xls *.csv);;所有文件 (*)</source>
        <translation>Tracking numbers (*.xlsx *.xls *.csv);;All files (*)</translation>
    </message>
    <message>
        <source>分成两包了：{first} 和 {second}</source>
        <translation>Split in two: {first} and {second}</translation>
    </message>
    <message>
        <source>导入运单号</source>
        <translation>Tracking numbers</translation>
    </message>
    <message>
        <source>已复制 {rows} 行</source>
        <translation>Rows copied: {rows}</translation>
    </message>
    <message>
        <source>打包</source>
        <translation>Packing</translation>
    </message>
    <message>
        <source>发走选中的</source>
        <translation>Ship marked</translation>
    </message>
    <message>
        <source>定站点</source>
        <translation>Set stop</translation>
    </message>
    <message>
        <source>送到了</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>只看有这几个字的</source>
        <translation>Only with these words</translation>
    </message>
    <message>
        <source>选中的送到哪个站点</source>
        <translation>Stop of the marked ones</translation>
    </message>
    <message>
        <source>比如：祠堂</source>
        <translation>e.g. Temple</translation>
    </message>
    <message>
        <source>没有要打包的</source>
        <translation>Nothing to pack</translation>
    </message>
    <message>
        <source>导入平台的订单，付了款的就排到这里。</source>
        <translation>Import the platforms&apos; orders; what is paid comes here.</translation>
    </message>
    <message>
        <source>冷藏的温度记下了</source>
        <translation>The temperatures are noted</translation>
    </message>
    <message>
        <source>包裹</source>
        <translation>Parcel</translation>
    </message>
    <message>
        <source>装什么</source>
        <translation>Goods</translation>
    </message>
    <message>
        <source>站点、运单</source>
        <translation>Stop, waybill</translation>
    </message>
    <message>
        <source>到哪一步</source>
        <translation>State</translation>
    </message>
    <message>
        <source>有 {count} 单付了款，有话要问您，答了就排到这里。</source>
        <translation>Paid orders that wait for your answers: {count}. Once answered, they stand here.</translation>
    </message>
    <message>
        <source>去回答</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>有 {count} 单付了款，架上货不够；到货记上，再试一次，就排到这里。</source>
        <translation>Paid orders for which the shelf holds too little: {count}. Book what arrives, try again, and they stand here.</translation>
    </message>
    <message>
        <source>去看是哪几单</source>
        <translation>See which</translation>
    </message>
    <message>
        <source>待打包 {count}</source>
        <translation>to pack {count}</translation>
    </message>
    <message>
        <source>装齐了 {count}</source>
        <translation>packed {count}</translation>
    </message>
    <message>
        <source>■ 别发 {count}</source>
        <translation>■ stopped {count}</translation>
    </message>
    <message>
        <source>◆ {count} 单等回答</source>
        <translation>◆ {count} wait for answers</translation>
    </message>
    <message>
        <source>◆ {count} 单等货</source>
        <translation>◆ {count} wait for goods</translation>
    </message>
    <message>
        <source>◆ {count} 单在退款</source>
        <translation>◆ {count} asked back</translation>
    </message>
    <message>
        <source>排成包裹（{count} 单）</source>
        <translation>Make parcels ({count})</translation>
    </message>
    <message>
        <source>全部发走（{count}）</source>
        <translation>Ship all ({count})</translation>
    </message>
    <message>
        <source>■ 别发</source>
        <translation>■ Stop</translation>
    </message>
    <message>
        <source>▲ 装齐了</source>
        <translation>▲ Packed</translation>
    </message>
    <message>
        <source>在路上</source>
        <translation>On its way</translation>
    </message>
    <message>
        <source>▲ 送到了</source>
        <translation>▲ Delivered</translation>
    </message>
    <message>
        <source>◆ 差 {count}</source>
        <translation>◆ {count} missing</translation>
    </message>
    <message>
        <source>还有 {count} 样</source>
        <translation>and {count} more</translation>
    </message>
</context>
<context>
    <name>PasswordPanel</name>
    <message>
        <source>在 OBS 的“工具 → WebSocket 服务器设置 → 显示连接信息”里看得到密码。填好几秒钟就连上，直播不用停。</source>
        <translation>OBS shows its password under Tools → WebSocket Server Settings → Show Connect Info. A few seconds after it is typed OBS is connected; the broadcast goes on meanwhile.</translation>
    </message>
    <message>
        <source>OBS 密码</source>
        <translation>OBS password</translation>
    </message>
    <message>
        <source>连上</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>以后再填</source>
        <translation>Later</translation>
    </message>
</context>
<context>
    <name>PastCard</name>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>店铺</source>
        <translation>Shop</translation>
    </message>
    <message>
        <source>撤掉选中的这一份</source>
        <translation>Take this import back</translation>
    </message>
    <message>
        <source>记住的编码</source>
        <translation>Remembered codes</translation>
    </message>
    <message>
        <source>{file}（{shop}），{rows} 行</source>
        <translation>{file} ({shop}), {rows} rows</translation>
    </message>
    <message>
        <source>{shop}：没付款也先留货</source>
        <translation>{shop}: keep goods before payment</translation>
    </message>
    <message>
        <source>以前导入的</source>
        <translation>Imported before</translation>
    </message>
    <message>
        <source>要找回来，把同一个文件再导一次</source>
        <translation>To have it back, import the file again</translation>
    </message>
    <message>
        <source>再撤一次就接着</source>
        <translation>Undo again to go on</translation>
    </message>
    <message>
        <source>同一个文件再导一次就接着</source>
        <translation>The same file again goes on</translation>
    </message>
    <message>
        <source>撤掉一份，订单和库存都回到导入以前</source>
        <translation>Undo takes its orders and stock back</translation>
    </message>
    <message>
        <source>▲ 导入了</source>
        <translation>▲ imported</translation>
    </message>
    <message>
        <source>撤掉了</source>
        <translation>taken back</translation>
    </message>
    <message>
        <source>◆ 正在撤</source>
        <translation>◆ undoing</translation>
    </message>
    <message>
        <source>◆ 撤到一半</source>
        <translation>◆ half undone</translation>
    </message>
    <message>
        <source>◆ 正在写</source>
        <translation>◆ writing</translation>
    </message>
    <message>
        <source>◆ 没写完</source>
        <translation>◆ cut off</translation>
    </message>
</context>
<context>
    <name>Phone</name>
    <message>
        <source>这里现在画不出来，左边写着为什么</source>
        <translation>It cannot be drawn here now; the left says why</translation>
    </message>
    <message>
        <source>正在画…</source>
        <translation>Drawing…</translation>
    </message>
    <message>
        <source>样子，还没写全</source>
        <translation>An example, not all typed yet</translation>
    </message>
</context>
<context>
    <name>PhoneSide</name>
    <message>
        <source>竖</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>横</source>
        <translation>Landscape</translation>
    </message>
    <message>
        <source>放大看</source>
        <translation>Enlarge</translation>
    </message>
    <message>
        <source>停</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>看它动</source>
        <translation>See it move</translation>
    </message>
    <message>
        <source>平台盖住的地方</source>
        <translation>Covered</translation>
    </message>
    <message>
        <source>哪个平台</source>
        <translation>Which platform</translation>
    </message>
    <message>
        <source>手机上看到的</source>
        <translation>What a phone shows</translation>
    </message>
    <message>
        <source>手机截图</source>
        <translation>The phone&apos;s screenshot</translation>
    </message>
    <message>
        <source>拖着框。键盘：回车加一框，方向键移，Shift 改大小，Delete 拿掉</source>
        <translation>Drag a box. By keyboard: Enter adds one, the arrows move it, Shift resizes, Delete takes it away</translation>
    </message>
</context>
<context>
    <name>PictureRow</name>
    <message>
        <source>图片</source>
        <translation>Pictures</translation>
    </message>
</context>
<context>
    <name>PieceRow</name>
    <message>
        <source>选商品，或者打几个字找</source>
        <translation>Choose a product, or type to find it</translation>
    </message>
    <message>
        <source>几份 </source>
        <translation>count </translation>
    </message>
    <message>
        <source>一件算 </source>
        <translation>one is </translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>排品</source>
        <translation>Running order</translation>
    </message>
    <message>
        <source>新建</source>
        <translation>New</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>这份读不了</source>
        <translation>Cannot be read</translation>
    </message>
    <message>
        <source>{count} 样，{when}</source>
        <translation>{count} {count:product|products}, {when}</translation>
    </message>
</context>
<context>
    <name>PlanScreen</name>
    <message>
        <source>新排品</source>
        <translation>New running order</translation>
    </message>
    <message>
        <source>{title} 副本</source>
        <translation>{title} (copy)</translation>
    </message>
    <message>
        <source>新商品</source>
        <translation>New product</translation>
    </message>
    <message>
        <source>件</source>
        <translation>pcs</translation>
    </message>
    <message>
        <source>这份排品读不了</source>
        <translation>This plan cannot be read</translation>
    </message>
    <message>
        <source>正在打开…</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>正在存…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>已存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>有商品没写价钱，还没存</source>
        <translation>A product has no price: not saved yet</translation>
    </message>
    <message>
        <source>有 {count} 处没存</source>
        <translation>Not saved: {count}</translation>
    </message>
    <message>
        <source>没存上</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>拿掉了{name}</source>
        <translation>Took out {name}</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>这场叫什么</source>
        <translation>Name of this session</translation>
    </message>
    <message>
        <source>杨梅贻贝专场</source>
        <translation>Bayberry and mussel night</translation>
    </message>
    <message>
        <source>主播</source>
        <translation>Anchor</translation>
    </message>
    <message>
        <source>主播甲</source>
        <translation>Anchor A</translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>重做 Ctrl+Shift+Z</source>
        <translation>Redo Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>重做</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>贴片…</source>
        <translation>Cards…</translation>
    </message>
    <message>
        <source>开播检查 →</source>
        <translation>Preflight →</translation>
    </message>
    <message>
        <source>加一个商品</source>
        <translation>Add a product</translation>
    </message>
    <message>
        <source>拖动换顺序</source>
        <translation>Drag to reorder</translation>
    </message>
    <message>
        <source>还没有排品</source>
        <translation>No running order yet</translation>
    </message>
    <message>
        <source>排品就是这场卖什么、先讲哪个、卖多少钱。做好一份，下次复制就行。</source>
        <translation>A running order says what is sold, in which sequence, at what price. Make one; next time just copy it.</translation>
    </message>
    <message>
        <source>新建一份排品</source>
        <translation>Make a running order</translation>
    </message>
    <message>
        <source>还没有商品</source>
        <translation>No products yet</translation>
    </message>
    <message>
        <source>加上这场要卖的，写好名称和价钱，右边就能看到贴片。</source>
        <translation>Add what is sold tonight; with name and price its card appears on the right.</translation>
    </message>
    <message>
        <source>这场卖 {count} 样</source>
        <translation>Selling {count} {count:product|products}</translation>
    </message>
</context>
<context>
    <name>PlatformChoice</name>
    <message>
        <source>播到哪个平台</source>
        <translation>Platform</translation>
    </message>
</context>
<context>
    <name>PreflightScreen</name>
    <message>
        <source>排品</source>
        <translation>Running order</translation>
    </message>
    <message>
        <source>开播检查</source>
        <translation>Preflight</translation>
    </message>
    <message>
        <source>再查一遍</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>在哪里播</source>
        <translation>Where to broadcast</translation>
    </message>
    <message>
        <source>练习台</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>OBS 直播</source>
        <translation>OBS, live</translation>
    </message>
    <message>
        <source>{count} 样商品</source>
        <translation>{count} {count:product|products}</translation>
    </message>
    <message>
        <source>画面和声音不出这间屋，播完一样能看复盘。</source>
        <translation>Nothing leaves this room; the review is the same afterwards.</translation>
    </message>
    <message>
        <source>画面经 OBS 播到平台，观众看得到。</source>
        <translation>OBS sends the picture to the platform; viewers see it.</translation>
    </message>
    <message>
        <source>正在准备…</source>
        <translation>Preparing…</translation>
    </message>
    <message>
        <source>开播</source>
        <translation>Go live</translation>
    </message>
    <message>
        <source>画面和声音不出这间屋；记下的单和库存照样算数。只想练手，走“培训演示”。</source>
        <translation>Picture and sound stay in this room; orders and stock still count. Only to practise, use Training.</translation>
    </message>
    <message>
        <source>正在打开 OBS，最多一分钟…</source>
        <translation>Starting OBS, a minute at most…</translation>
    </message>
    <message>
        <source>正在检查，几秒钟就好…</source>
        <translation>Checking, a few seconds…</translation>
    </message>
    <message>
        <source>还没查完</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>正在试播，看这台电脑带得动多大的画面</source>
        <translation>Trying how large a picture this computer can manage</translation>
    </message>
    <message>
        <source>有 {count} 处要先弄好</source>
        <translation>{count} to mend first</translation>
    </message>
    <message>
        <source>可以开播，有 {count} 处要留意</source>
        <translation>Ready, {count} to mind</translation>
    </message>
    <message>
        <source>都好了，可以开播</source>
        <translation>All fine, ready to go live</translation>
    </message>
    <message>
        <source>试完了，或者点“停”，就能开播。</source>
        <translation>Go live once it is done, or after &quot;Stop&quot;.</translation>
    </message>
    <message>
        <source>按下后倒数 3、2、1，还能取消。</source>
        <translation>Counts down 3, 2, 1; you can still cancel.</translation>
    </message>
    <message>
        <source>点“再查一遍”。</source>
        <translation>Press &quot;Check again&quot;.</translation>
    </message>
    <message>
        <source>标着 ■ 的弄好了，再查一遍就能开播。</source>
        <translation>Mend what is marked ■, check again, then go live.</translation>
    </message>
</context>
<context>
    <name>PricePart</name>
    <message>
        <source>{name} 现在卖 {price}，改成（元）</source>
        <translation>{name} sells at {price}; new price (yuan)</translation>
    </message>
    <message>
        <source>上了商品才能改价</source>
        <translation>Put a product on to change its price</translation>
    </message>
    <message>
        <source>改价</source>
        <translation>Change price</translation>
    </message>
    <message>
        <source>记一单就报一下</source>
        <translation>Tell of each order</translation>
    </message>
    <message>
        <source>只说货和村，不说是谁。</source>
        <translation>Product and village, never who.</translation>
    </message>
</context>
<context>
    <name>ProductForm</name>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>东魁杨梅</source>
        <translation>Dongkui bayberries</translation>
    </message>
    <message>
        <source>规格</source>
        <translation>Pack</translation>
    </message>
    <message>
        <source>5斤/箱</source>
        <translation>2.5 kg/box</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>箱</source>
        <translation>box</translation>
    </message>
    <message>
        <source>价钱（元）</source>
        <translation>Price (yuan)</translation>
    </message>
    <message>
        <source>划线价</source>
        <translation>Struck price</translation>
    </message>
    <message>
        <source>可不写</source>
        <translation>may stay empty</translation>
    </message>
    <message>
        <source>划线价是什么价</source>
        <translation>Compared to</translation>
    </message>
    <message>
        <source>比如：门店价</source>
        <translation>such as: the shop&apos;s price</translation>
    </message>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>留给这一场</source>
        <translation>Set aside</translation>
    </message>
    <message>
        <source>产地</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>枸杞乡后山村</source>
        <translation>Houshan village</translation>
    </message>
    <message>
        <source>货号（仓库里认这个）</source>
        <translation>SKU (for the stock)</translation>
    </message>
    <message>
        <source>贴片样子</source>
        <translation>Card look</translation>
    </message>
    <message>
        <source>观众看到的贴片</source>
        <translation>The card viewers see</translation>
    </message>
    <message>
        <source>选图片…</source>
        <translation>Choose picture…</translation>
    </message>
    <message>
        <source>拍清楚的方图最好</source>
        <translation>A clear square photo is best</translation>
    </message>
    <message>
        <source>拿掉这个商品</source>
        <translation>Take this product out</translation>
    </message>
    <message>
        <source>换新货号</source>
        <translation>New code</translation>
    </message>
    <message>
        <source>是同一样</source>
        <translation>It is the same</translation>
    </message>
    <message>
        <source>单品脚本</source>
        <translation>Product script</translation>
    </message>
    <message>
        <source>选脚本文件…</source>
        <translation>Choose script file…</translation>
    </message>
    <message>
        <source>这里写主播要念的话。一句一行；不写也行，程序会按名称、规格、价钱拼几句。</source>
        <translation>What the anchor reads, one sentence a line. Left empty, a few lines are made from name, pack and price.</translation>
    </message>
    <message>
        <source>这个货号在仓库里是 {name}（按 {unit}）。和它是同一样吗？</source>
        <translation>This code is {name} (by {unit}) in stock. Is it the same?</translation>
    </message>
    <message>
        <source>图片</source>
        <translation>Pictures</translation>
    </message>
    <message>
        <source>选一张图片</source>
        <translation>Choose a picture</translation>
    </message>
    <message>
        <source>脚本</source>
        <translation>Scripts</translation>
    </message>
    <message>
        <source>选一个脚本文件</source>
        <translation>Choose a script file</translation>
    </message>
    <message>
        <source>加一样货</source>
        <translation>Add a product</translation>
    </message>
    <message>
        <source>改这样货</source>
        <translation>Change it</translation>
    </message>
    <message>
        <source>里面的货够装几盒，就能卖几盒；改了装什么，订好的还照原来的</source>
        <translation>As many can be sold as its parts make; what is ordered already keeps what it held</translation>
    </message>
    <message>
        <source>接满了就订不了；货到了，照样在下面记到货</source>
        <translation>Once that many are ordered no more can be; book the goods below when they come</translation>
    </message>
    <message>
        <source>加好了再记到货</source>
        <translation>Then book what arrived</translation>
    </message>
    <message>
        <source>正在播的话，价格马上跟着变</source>
        <translation>A running broadcast follows at once</translation>
    </message>
    <message>
        <source>叫什么</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>比如：东魁杨梅</source>
        <translation>as 东魁杨梅</translation>
    </message>
    <message>
        <source>多大一份（可不写）</source>
        <translation>Size (may stay empty)</translation>
    </message>
    <message>
        <source>比如：5斤/箱</source>
        <translation>as 5斤/箱</translation>
    </message>
    <message>
        <source>扫一下包装上的条码；不写就编一个</source>
        <translation>Scan the barcode, or leave it to the program</translation>
    </message>
    <message>
        <source>编号或条码</source>
        <translation>Code or barcode</translation>
    </message>
    <message>
        <source>卖多少元</source>
        <translation>Price, yuan</translation>
    </message>
    <message>
        <source>比如：89.9</source>
        <translation>as 89.9</translation>
    </message>
    <message>
        <source>按什么数</source>
        <translation>Counted in</translation>
    </message>
    <message>
        <source>比如：箱</source>
        <translation>as 箱</translation>
    </message>
    <message>
        <source>哪里的货（可不写）</source>
        <translation>Where from (may stay empty)</translation>
    </message>
    <message>
        <source>比如：望潮村</source>
        <translation>as 望潮村</translation>
    </message>
    <message>
        <source>怎么卖</source>
        <translation>How it is sold</translation>
    </message>
    <message>
        <source>每一件要称：土鸡、大鱼这样的</source>
        <translation>Each piece is weighed, as a chicken is</translation>
    </message>
    <message>
        <source>一盒里装什么</source>
        <translation>What one box holds</translation>
    </message>
    <message>
        <source>再装一样</source>
        <translation>Add another</translation>
    </message>
    <message>
        <source>拿掉</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>打名字，点一样货</source>
        <translation>Type a name, choose a product</translation>
    </message>
    <message>
        <source>几份</source>
        <translation>How many</translation>
    </message>
    <message>
        <source>大一点的单位，一箱有多少（可不写）</source>
        <translation>Larger units, and how many one holds (optional)</translation>
    </message>
    <message>
        <source>再写一个</source>
        <translation>Add another</translation>
    </message>
    <message>
        <source>比如 10</source>
        <translation>Like 10</translation>
    </message>
    <message>
        <source>记下</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>不记了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>现货：架上有多少卖多少</source>
        <translation>In stock: what is on the shelf</translation>
    </message>
    <message>
        <source>礼盒：几样货装在一起卖</source>
        <translation>Gift box: several products as one</translation>
    </message>
    <message>
        <source>预售：货没到，先接预订</source>
        <translation>Presale: ordered before it comes</translation>
    </message>
    <message>
        <source>认养：先认下，长好了再给</source>
        <translation>Adoption: chosen now, handed over when grown</translation>
    </message>
    <message>
        <source>定做：订一个，做一个</source>
        <translation>Made to order</translation>
    </message>
    <message>
        <source>预订能接多少</source>
        <translation>How many may be ordered</translation>
    </message>
    <message>
        <source>比如：200</source>
        <translation>Like: 200</translation>
    </message>
    <message>
        <source>现在还能接 {count}；要少接，写 -5 这样</source>
        <translation>{count} can still be ordered; fewer: like -5</translation>
    </message>
    <message>
        <source>预订再多接多少</source>
        <translation>How many more may be ordered</translation>
    </message>
</context>
<context>
    <name>ProductSide</name>
    <message>
        <source>还没有上商品</source>
        <translation>No product yet</translation>
    </message>
    <message>
        <source> / {unit}</source>
        <translation> / {unit}</translation>
    </message>
    <message>
        <source>库存还在数…</source>
        <translation>Counting stock…</translation>
    </message>
    <message>
        <source>◆ 只剩 </source>
        <translation>◆ Only </translation>
    </message>
    <message>
        <source>还有 </source>
        <translation>Left: </translation>
    </message>
    <message>
        <source>下一个</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>ProgrammePane</name>
    <message>
        <source>这会儿看不到画面，连上就有</source>
        <translation>No picture here until it is connected again</translation>
    </message>
    <message>
        <source>画面马上就来</source>
        <translation>The picture is coming</translation>
    </message>
    <message>
        <source>开播以后，这里是观众看到的画面</source>
        <translation>Once live, this is what viewers see</translation>
    </message>
    <message>
        <source>观众看到的画面</source>
        <translation>What viewers see</translation>
    </message>
</context>
<context>
    <name>PrompterView</name>
    <message>
        <source>接着走</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>提词器</source>
        <translation>Teleprompter</translation>
    </message>
    <message>
        <source>动作 {text}</source>
        <translation>Do: {text}</translation>
    </message>
    <message>
        <source>画面 {text}</source>
        <translation>Show: {text}</translation>
    </message>
    <message>
        <source>停 {seconds} 秒</source>
        <translation>Pause {seconds} s</translation>
    </message>
    <message>
        <source>缺 {text}</source>
        <translation>Missing: {text}</translation>
    </message>
    <message>
        <source>{text} · {seconds} 秒</source>
        <translation>{text} · {seconds} s</translation>
    </message>
    <message>
        <source>还没有要念的话</source>
        <translation>Nothing to read yet</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>{shop} · {lines} 行在等 · 比如订单 {order}</source>
        <translation>{shop} · rows waiting: {lines} · such as order {order}</translation>
    </message>
    <message>
        <source>就是它，以后都算</source>
        <translation>That is it, from now on</translation>
    </message>
    <message>
        <source>里面就是这些</source>
        <translation>These are in it</translation>
    </message>
    <message>
        <source>不用管这一列</source>
        <translation>Go on without it</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>去库存看看</source>
        <translation>See the stock</translation>
    </message>
    <message>
        <source>各算各的，加起来 {paid}</source>
        <translation>Each is its own: {paid} together</translation>
    </message>
    <message>
        <source>总价是 {paid}</source>
        <translation>The total is {paid}</translation>
    </message>
    <message>
        <source>不是写重了，都算：一共 {qty} 件，{paid}</source>
        <translation>They are two, count both: {qty} pcs, {paid}</translation>
    </message>
    <message>
        <source>写重了，只算一行：{qty} 件，{paid}</source>
        <translation>Written twice, count one: {qty} pcs, {paid}</translation>
    </message>
    <message>
        <source>在平台后台看看这一单，是哪种就点哪个，以后都这么算。货还没有动。</source>
        <translation>Look at this order on the platform and press what it is; it counts so from now on. No goods were moved yet.</translation>
    </message>
    <message>
        <source>在平台后台看看这一单，是哪种就点哪个，货还没有动。点错了，把那次导入撤掉，再导一次就会再问。</source>
        <translation>Look at this order on the platform and press what is so; no stock has moved. Pressed the wrong one? Take that import back and import it again: it is asked anew.</translation>
    </message>
    <message>
        <source>还没选是哪样货。点一下格子，选一样。</source>
        <translation>No product is chosen yet. Click the field and choose one.</translation>
    </message>
</context>
<context>
    <name>QuestionList</name>
    <message>
        <source>{lines} 行订单等着</source>
        <translation>Rows of orders waiting: {lines}</translation>
    </message>
    <message>
        <source>要问您的</source>
        <translation>Questions for you</translation>
    </message>
    <message>
        <source>没有要问的。导入的订单有什么说不准，就在这里问。</source>
        <translation>Nothing to ask. Whatever is unclear in imported orders is asked here.</translation>
    </message>
    <message>
        <source>您说过的词</source>
        <translation>What you said of words</translation>
    </message>
</context>
<context>
    <name>QuickOrder</name>
    <message>
        <source>记一单：{name}{where}</source>
        <translation>Note order: {name}{where}</translation>
    </message>
    <message>
        <source>按数字就记下 · {next} 加一 · {card} 记下 · {hold} 不记</source>
        <translation>A digit notes it · {next} one more · {card} note · {hold} leave</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>客人不要了</source>
        <translation>Not wanted any more</translation>
    </message>
    <message>
        <source>联系不上客人</source>
        <translation>Customer cannot be reached</translation>
    </message>
    <message>
        <source>记错了</source>
        <translation>Noted by mistake</translation>
    </message>
    <message>
        <source>我们交不出货</source>
        <translation>We cannot deliver it</translation>
    </message>
</context>
<context>
    <name>RecentOrders</name>
    <message>
        <source>记下的单子会排在这里</source>
        <translation>Noted orders line up here</translation>
    </message>
</context>
<context>
    <name>ReconcilePage</name>
    <message>
        <source>对账</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>看复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>导入订单</source>
        <translation>Import orders</translation>
    </message>
    <message>
        <source>这一场没有要对的</source>
        <translation>Nothing to reconcile here</translation>
    </message>
    <message>
        <source>直播时没有记过订单，平台上这段时间也没有单。导入订单文件以后再来看。</source>
        <translation>No order was noted in this broadcast, and the platforms tell of none. Look again once order files were imported.</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>数量</source>
        <translation>Quantity</translation>
    </message>
    <message>
        <source>来路</source>
        <translation>From</translation>
    </message>
    <message>
        <source>平台订单</source>
        <translation>Platform&apos;s order</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>What next</translation>
    </message>
    <message>
        <source>记下的单，平台上也有</source>
        <translation>noted and ordered</translation>
    </message>
    <message>
        <source>导入最新的文件</source>
        <translation>import new files</translation>
    </message>
    <message>
        <source>没有在等的</source>
        <translation>nothing waits</translation>
    </message>
    <message>
        <source>还没交 {count}，去门市</source>
        <translation>{count} at the counter</translation>
    </message>
    <message>
        <source>都交出去了</source>
        <translation>all handed over</translation>
    </message>
    <message>
        <source>没有自己交的</source>
        <translation>none of these</translation>
    </message>
    <message>
        <source>货回到了架上</source>
        <translation>back on the shelf</translation>
    </message>
    <message>
        <source>平台有，直播没记</source>
        <translation>ordered, not noted</translation>
    </message>
    <message>
        <source>没有漏记的</source>
        <translation>none was missed</translation>
    </message>
    <message>
        <source>对上了</source>
        <translation>Matched</translation>
    </message>
    <message>
        <source>等平台的单</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>自己交的</source>
        <translation>Yours to hand over</translation>
    </message>
    <message>
        <source>放回了</source>
        <translation>Given back</translation>
    </message>
    <message>
        <source>没记到</source>
        <translation>Not noted</translation>
    </message>
    <message>
        <source>全部 {count}</source>
        <translation>All {count}</translation>
    </message>
    <message>
        <source>{time} {name}：{advice}</source>
        <translation>{time} {name}: {advice}</translation>
    </message>
    <message>
        <source>▲ 对上了</source>
        <translation>▲ matched</translation>
    </message>
    <message>
        <source>◆ 对上一部分</source>
        <translation>◆ in part</translation>
    </message>
    <message>
        <source>▲ 拆成几单</source>
        <translation>▲ split</translation>
    </message>
    <message>
        <source>◆ 等平台的单</source>
        <translation>◆ waiting</translation>
    </message>
    <message>
        <source>◆ 没记到</source>
        <translation>◆ not noted</translation>
    </message>
    <message>
        <source>◆ 等着自己交</source>
        <translation>◆ to hand over</translation>
    </message>
    <message>
        <source>▲ 交出去了</source>
        <translation>▲ handed over</translation>
    </message>
    <message>
        <source>门市撤了</source>
        <translation>cancelled there</translation>
    </message>
    <message>
        <source>◆ 没货可留</source>
        <translation>◆ no goods to keep</translation>
    </message>
    <message>
        <source>平台关了</source>
        <translation>closed there</translation>
    </message>
    <message>
        <source>过期放回</source>
        <translation>expired</translation>
    </message>
    <message>
        <source>场上撤了</source>
        <translation>undone live</translation>
    </message>
    <message>
        <source>有 {lacking} 没货可留了（那批扣住了或过期了），请联系买家</source>
        <translation>No goods left to keep for {lacking} (the lot is on hold or past its day): contact the buyer</translation>
    </message>
    <message>
        <source>{words}；{more}</source>
        <translation>{words}; {more}</translation>
    </message>
    <message>
        <source>不用管</source>
        <translation>Nothing to do</translation>
    </message>
    <message>
        <source>货按平台的单占着，照常发货，不用补记</source>
        <translation>Its goods are held for the platform&apos;s order; ship as usual, nothing to add</translation>
    </message>
    <message>
        <source>这样的单平台文件里没有，到时放回了；客人还要，就在门市重新记</source>
        <translation>No platform&apos;s file has such orders, and it was put back in time; if it is still wanted, note it again at the counter</translation>
    </message>
    <message>
        <source>买家没付款，平台关了单；货回到架上，不用管</source>
        <translation>Not paid and closed by the platform; its goods are on the shelf, nothing to do</translation>
    </message>
    <message>
        <source>平台一直没有这一单；买家说下过，就把那几天的订单再导一次</source>
        <translation>The platform never had it; if the buyer says so, import those days again</translation>
    </message>
    <message>
        <source>直播时撤的，不用管</source>
        <translation>Undone in the broadcast, nothing to do</translation>
    </message>
    <message>
        <source>这些由自己交货，不在平台文件里</source>
        <translation>You hand these over yourself; they are in no platform&apos;s file</translation>
    </message>
    <message>
        <source>还有 {left} 没交，去门市交；{ours}</source>
        <translation>{left} still to hand over at the counter. {ours}</translation>
    </message>
    <message>
        <source>{ours}；没交的撤了：{reason}</source>
        <translation>{ours}. The rest was cancelled: {reason}</translation>
    </message>
    <message>
        <source>差 {left}：导入最新的订单文件</source>
        <translation>{left} missing: import the newest order files</translation>
    </message>
    <message>
        <source>差 {left}：导入最新的订单文件，到 {time} 还没有就自动放回</source>
        <translation>{left} missing: import the newest order files; given back by itself at {time}</translation>
    </message>
</context>
<context>
    <name>RememberedCard</name>
    <message>
        <source>记住的编码</source>
        <translation>Remembered codes</translation>
    </message>
    <message>
        <source>店里的编码，是我们的哪样货</source>
        <translation>which product each is</translation>
    </message>
    <message>
        <source>店里写的</source>
        <translation>The shop&apos;s</translation>
    </message>
    <message>
        <source>我们的货</source>
        <translation>Ours</translation>
    </message>
    <message>
        <source>店铺</source>
        <translation>Shop</translation>
    </message>
    <message>
        <source>以前导入的</source>
        <translation>Imported before</translation>
    </message>
    <message>
        <source>不是它</source>
        <translation>Not that one</translation>
    </message>
    <message>
        <source>对，不是它</source>
        <translation>Not it</translation>
    </message>
    <message>
        <source>没说错</source>
        <translation>It is</translation>
    </message>
    <message>
        <source>“{theirs}”不是{ours}？以前这样算的订单会再问您一次是哪样货，没发的先把货放回架上；我们打包发走的不动。</source>
        <translation>&quot;{theirs}&quot; is not {ours}? The orders that were taken for it are asked about again, and what they hold goes back on the shelf; what we packed and sent stays.</translation>
    </message>
    <message>
        <source>{name} × {times}</source>
        <translation>{name} × {times}</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
</context>
<context>
    <name>Returns</name>
    <message>
        <source>哪样货退得多</source>
        <translation>Of which product</translation>
    </message>
    <message>
        <source>哪一批退得多</source>
        <translation>Of which lot</translation>
    </message>
    <message>
        <source>照哪份话术讲的退得多</source>
        <translation>By which script</translation>
    </message>
    <message>
        <source>为什么退</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>这些天还没有发过货。</source>
        <translation>Nothing was sent in these days.</translation>
    </message>
    <message>
        <source>货进来时写上批次，这里就分得清是哪一批。</source>
        <translation>Note the lot when goods come in, and it can be told here.</translation>
    </message>
    <message>
        <source>直播时记的单、排品里写了话术的，才算得到这里。</source>
        <translation>Counted are orders noted live whose plan names a script.</translation>
    </message>
    <message>
        <source>另有 {count} 件没写批次，或者分不清是哪一批。</source>
        <translation>{count} more pieces have no lot, or nobody can say which.</translation>
    </message>
    <message>
        <source>卖 {sold} {unit}，没有退</source>
        <translation>{sold} {unit} sold, none back</translation>
    </message>
    <message>
        <source>退了 {back} {unit}（这些天卖 {sold} {unit}）</source>
        <translation>{back} {unit} back ({sold} sold in these days)</translation>
    </message>
    <message>
        <source>{sold} {unit}里退了 {back} {unit}</source>
        <translation>{back} of {sold} {unit}</translation>
    </message>
    <message>
        <source>{sold} {unit}里退了 {back} {unit}，{share}</source>
        <translation>{back} of {sold} {unit}, {share}</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>▲ 这些天没有退的</source>
        <translation>▲ Nothing came back in these days</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>存好了：{file}</source>
        <translation>Saved: {file}</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>仓库订单</source>
        <translation>Stock and orders</translation>
    </message>
    <message>
        <source>培训演示</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>对账</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>表格 Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>打印 PDF</source>
        <translation>Print PDF</translation>
    </message>
    <message>
        <source>给县里的 · 待同步</source>
        <translation>For the county</translation>
    </message>
    <message>
        <source>导入订单</source>
        <translation>Import orders</translation>
    </message>
    <message>
        <source>看别的场次</source>
        <translation>Other sessions</translation>
    </message>
    <message>
        <source>还没有播过</source>
        <translation>No broadcast yet</translation>
    </message>
    <message>
        <source>播完一场，这里就有：卖了什么、什么时候卖的、网怎么样、下次怎么更好。</source>
        <translation>After a broadcast: what sold, when, how the network was, what to do better.</translation>
    </message>
    <message>
        <source>去排品开播</source>
        <translation>Plan and go live</translation>
    </message>
    <message>
        <source>复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>存成表格</source>
        <translation>Save as table</translation>
    </message>
    <message>
        <source>表格 (*.xlsx)</source>
        <translation>Table (*.xlsx)</translation>
    </message>
    <message>
        <source>存成 PDF，打印用</source>
        <translation>Save as PDF for printing</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>选图片…</source>
        <translation>Choose picture…</translation>
    </message>
    <message>
        <source>图片</source>
        <translation>Pictures</translation>
    </message>
    <message>
        <source>选一张图片</source>
        <translation>Choose a picture</translation>
    </message>
</context>
<context>
    <name>RunningOrder</name>
    <message>
        <source>排品</source>
        <translation>Running order</translation>
    </message>
    <message>
        <source>点一下就上 · 拖动换顺序</source>
        <translation>Click to show · drag to move</translation>
    </message>
    <message>
        <source>排品里还没有商品</source>
        <translation>The plan has no products yet</translation>
    </message>
    <message>
        <source>讲了 {time}</source>
        <translation>On for {time}</translation>
    </message>
    <message>
        <source>还有 {n} {unit}</source>
        <translation>{n} {unit} left</translation>
    </message>
    <message>
        <source>只剩 {n} {unit}</source>
        <translation>Only {n} {unit} left</translation>
    </message>
    <message>
        <source>卖完了</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>拖动换顺序，或按 Alt+↑ Alt+↓</source>
        <translation>Drag to reorder, or press Alt+↑ Alt+↓</translation>
    </message>
    <message>
        <source>备 {stock} {unit}</source>
        <translation>{stock} {unit} in stock</translation>
    </message>
    <message>
        <source>有 {count} 处没存</source>
        <translation>Not saved: {count}</translation>
    </message>
    <message>
        <source>还没写价钱</source>
        <translation>No price yet</translation>
    </message>
</context>
<context>
    <name>SessionsPage</name>
    <message>
        <source>复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>看复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>对账</source>
        <translation>Reconcile</translation>
    </message>
    <message>
        <source>还没有播过</source>
        <translation>No broadcast yet</translation>
    </message>
    <message>
        <source>播完一场，这里就有一行。</source>
        <translation>Each broadcast adds a line here.</translation>
    </message>
    <message>
        <source>去排品开播</source>
        <translation>Plan and go live</translation>
    </message>
    <message>
        <source>导入订单</source>
        <translation>Import orders</translation>
    </message>
    <message>
        <source>开播</source>
        <translation>Went live</translation>
    </message>
    <message>
        <source>场次</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>主播</source>
        <translation>Anchor</translation>
    </message>
    <message>
        <source>单数</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>成交</source>
        <translation>Sales</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>◆ 还没下播</source>
        <translation>◆ Not ended</translation>
    </message>
    <message>
        <source>▲ 练习台</source>
        <translation>▲ Practice stage</translation>
    </message>
    <message>
        <source>▲ 播完了</source>
        <translation>▲ Done</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>已存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>一步步连上 OBS…</source>
        <translation>Connect OBS step by step…</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>改了就存上，不用另外保存</source>
        <translation>Changes are kept at once; nothing to save</translation>
    </message>
    <message>
        <source>界面语言 Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>主播和场控的画面</source>
        <translation>Anchor&apos;s and floor view</translation>
    </message>
    <message>
        <source>同一个窗口</source>
        <translation>One window</translation>
    </message>
    <message>
        <source>两个窗口</source>
        <translation>Two windows</translation>
    </message>
    <message>
        <source>没画面、没声音就念出来（观众听得到）</source>
        <translation>Speak warnings aloud (viewers hear them)</translation>
    </message>
    <message>
        <source>不念</source>
        <translation>Silent</translation>
    </message>
    <message>
        <source>念出来</source>
        <translation>Aloud</translation>
    </message>
    <message>
        <source>整场都在画面上，谁也收不掉</source>
        <translation>On air throughout; nobody takes it off</translation>
    </message>
    <message>
        <source>商家信息</source>
        <translation>Seller</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>AI 标识</source>
        <translation>AI label</translation>
    </message>
    <message>
        <source>商品卡上写工坊还可订多少</source>
        <translation>Product cards say how many are left to order</translation>
    </message>
    <message>
        <source>写，按账上的数</source>
        <translation>Says, by the ledger</translation>
    </message>
    <message>
        <source>不写</source>
        <translation>Does not say</translation>
    </message>
    <message>
        <source>产地卡上放溯源二维码的平台（先问平台许不许）</source>
        <translation>Trace code on origin cards (ask the platform first)</translation>
    </message>
    <message>
        <source>练习台的画面</source>
        <translation>Footage of the practice stage</translation>
    </message>
    <message>
        <source>画出来的</source>
        <translation>Drawn</translation>
    </message>
    <message>
        <source>OBS 用哪个摄像头</source>
        <translation>Camera of OBS</translation>
    </message>
    <message>
        <source>OBS 里自己摆的</source>
        <translation>Those put into OBS</translation>
    </message>
    <message>
        <source>主播离屏幕多远</source>
        <translation>Anchor to screen</translation>
    </message>
    <message>
        <source>{value} 米</source>
        <translation>{value} m</translation>
    </message>
    <message>
        <source>念多快</source>
        <translation>Reading pace</translation>
    </message>
    <message>
        <source>每分钟 {value} 字</source>
        <translation>{value} characters a minute</translation>
    </message>
    <message>
        <source>工坊</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>记单和留底</source>
        <translation>Orders and records</translation>
    </message>
    <message>
        <source>提词器</source>
        <translation>Teleprompter</translation>
    </message>
    <message>
        <source>主播的五个键</source>
        <translation>The anchor&apos;s five keys</translation>
    </message>
    <message>
        <source>平台</source>
        <translation>Platform</translation>
    </message>
    <message>
        <source>OBS</source>
        <translation>OBS</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Cameras</translation>
    </message>
    <message>
        <source>工坊名称（印在贴片上）</source>
        <translation>Workshop&apos;s name (on cards)</translation>
    </message>
    <message>
        <source>后山村共富工坊</source>
        <translation>Houshan village workshop</translation>
    </message>
    <message>
        <source>卖家（经营者）名称</source>
        <translation>Seller&apos;s name</translation>
    </message>
    <message>
        <source>后山村专业合作社</source>
        <translation>Houshan co-operative</translation>
    </message>
    <message>
        <source>卖家地址</source>
        <translation>Seller&apos;s address</translation>
    </message>
    <message>
        <source>枸杞乡后山村 1 号</source>
        <translation>1 Houshan Village, Gouqi</translation>
    </message>
    <message>
        <source>怎么找到卖家</source>
        <translation>How to reach the seller</translation>
    </message>
    <message>
        <source>必须一直放着的提示</source>
        <translation>Notice that must stay on air</translation>
    </message>
    <message>
        <source>未成年人请在家长陪同下购买</source>
        <translation>Minors, please buy with a parent</translation>
    </message>
    <message>
        <source>AI 标识上的字</source>
        <translation>Words of the AI label</translation>
    </message>
    <message>
        <source>画面中的人物由人工智能生成</source>
        <translation>The person shown was made by AI</translation>
    </message>
    <message>
        <source>溯源网页（产地卡的二维码打开它）</source>
        <translation>Trace page (opened by the origin card&apos;s code)</translation>
    </message>
    <message>
        <source>订单从哪来（用顿号隔开）</source>
        <translation>Where orders come from (commas)</translation>
    </message>
    <message>
        <source>抖音、微信群、电话</source>
        <translation>抖音, WeChat group, phone</translation>
    </message>
    <message>
        <source>每样留几件不卖</source>
        <translation>Kept back of each product</translation>
    </message>
    <message>
        <source>OBS 地址</source>
        <translation>OBS address</translation>
    </message>
    <message>
        <source>推流地址（空着就只录像）</source>
        <translation>Streaming server (empty: record only)</translation>
    </message>
    <message>
        <source>码率（每秒千比特）</source>
        <translation>Bitrate (kbit/s)</translation>
    </message>
    <message>
        <source>同时播到几处</source>
        <translation>Places at once</translation>
    </message>
    <message>
        <source>黑匣子留几场</source>
        <translation>Black boxes kept</translation>
    </message>
    <message>
        <source>买家的姓名、电话、地址存几天</source>
        <translation>Days buyers&apos; names and addresses are kept</translation>
    </message>
    <message>
        <source>下一个</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>上/收贴片</source>
        <translation>Card on/off</translation>
    </message>
    <message>
        <source>停一停</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>记一单</source>
        <translation>Note an order</translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation>Break</translation>
    </message>
    <message>
        <source>这个数不合适，没有改</source>
        <translation>This number does not fit; not changed</translation>
    </message>
    <message>
        <source>要以 ws:// 开头，没有改</source>
        <translation>Must begin with ws://; not changed</translation>
    </message>
    <message>
        <source>地址只写到端口，没有改：密码填到下面的“OBS 密码”</source>
        <translation>Write the address up to the port; not changed. The password goes into &quot;OBS password&quot; below</translation>
    </message>
    <message>
        <source>要以 rtmp:// 开头，没有改</source>
        <translation>Must begin with rtmp://; not changed</translation>
    </message>
    <message>
        <source>密钥和密码不能写在地址里，没有改：只留平台给的服务器，密钥填到下面的“推流密钥”</source>
        <translation>An address holds no key or password; not changed. Keep only the platform&apos;s server in it; the key goes into &quot;Stream key&quot; below</translation>
    </message>
    <message>
        <source>要以 http:// 或 rtsp:// 开头，没有改</source>
        <translation>Must begin with http:// or rtsp://; not changed</translation>
    </message>
    <message>
        <source>地址里的用户名、密码没认出来，没有改</source>
        <translation>The user name and password in the address were not understood; nothing was changed</translation>
    </message>
    <message>
        <source>至少写一个，没有改</source>
        <translation>At least one, please; not changed</translation>
    </message>
    <message>
        <source>这个键别处在用</source>
        <translation>In use for another</translation>
    </message>
    <message>
        <source>太快了，念出声再量一次</source>
        <translation>Too fast: read aloud and measure again</translation>
    </message>
    <message>
        <source>OBS 密码</source>
        <translation>OBS password</translation>
    </message>
    <message>
        <source>推流密钥</source>
        <translation>Stream key</translation>
    </message>
    <message>
        <source>已存好，要换就重写</source>
        <translation>Kept; write a new one to change it</translation>
    </message>
    <message>
        <source>还没填</source>
        <translation>Not entered yet</translation>
    </message>
    <message>
        <source>正在问 OBS 有哪些…</source>
        <translation>Asking OBS which there are…</translation>
    </message>
    <message>
        <source>OBS 还没配好，先点“一步步连上 OBS…”，名单才出得来</source>
        <translation>OBS is not set up yet: &quot;Connect OBS step by step…&quot; first, then it lists its cameras</translation>
    </message>
    <message>
        <source>OBS 没答话，名单里没有它的摄像头；选好的还在</source>
        <translation>OBS does not answer, so its cameras are not listed; the chosen one is kept</translation>
    </message>
    <message>
        <source>念完了</source>
        <translation>Done reading</translation>
    </message>
    <message>
        <source>念一段，量一量</source>
        <translation>Measure by reading aloud</translation>
    </message>
    <message>
        <source>家人们晚上好，这里是后山村。今天早上五点下树的杨梅，颗颗乌黑，咬一口全是汁。五斤一箱，冰袋包好，今晚下单，明天一早就发。自家种的，坏了包赔，大家放心拍。</source>
        <translation>Good evening, everyone, from Houshan village. These bayberries left the tree at five this morning: every one black with juice. A box is two and a half kilos, packed in ice. Order tonight, shipped tomorrow; any bad ones we replace.</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>共富直播间</source>
        <translation>Gongfu Studio</translation>
    </message>
</context>
<context>
    <name>SplitPanel</name>
    <message>
        <source>{number} 号包裹分成两包</source>
        <translation>Parcel {number} into two</translation>
    </message>
    <message>
        <source>放进第二包的，在右边填几件；别的留在第一包。</source>
        <translation>Say at the right how many go into the second; the rest stays in the first.</translation>
    </message>
    <message>
        <source>已经扫进去的要再扫一遍。</source>
        <translation> What was scanned already is scanned again.</translation>
    </message>
    <message>
        <source>不分了</source>
        <translation>Leave it as it is</translation>
    </message>
    <message>
        <source>分成两包</source>
        <translation>Split in two</translation>
    </message>
    <message>
        <source>第一包 {first} 件，第二包 {second} 件</source>
        <translation>Pieces: {first} in the first, {second} in the second</translation>
    </message>
</context>
<context>
    <name>StagePane</name>
    <message>
        <source>商品卡</source>
        <translation>Product card</translation>
    </message>
    <message>
        <source>下一个</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>没有了</source>
        <translation>No more</translation>
    </message>
    <message>
        <source>接着说</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>停一停</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>提词停着</source>
        <translation>Prompter waits</translation>
    </message>
    <message>
        <source>提词在走</source>
        <translation>Prompter runs</translation>
    </message>
    <message>
        <source>更多贴片（{n}）</source>
        <translation>More overlays ({n})</translation>
    </message>
    <message>
        <source>更多贴片…</source>
        <translation>More overlays…</translation>
    </message>
    <message>
        <source>回来了</source>
        <translation>Back again</translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation>Break</translation>
    </message>
    <message>
        <source>观众在等</source>
        <translation>Viewers wait</translation>
    </message>
    <message>
        <source>放“马上回来”</source>
        <translation>&quot;Back soon&quot;</translation>
    </message>
    <message>
        <source>提词歇着</source>
        <translation>Prompter rests</translation>
    </message>
    <message>
        <source>画面</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>竖屏</source>
        <translation>Portrait</translation>
    </message>
    <message>
        <source>横屏</source>
        <translation>Landscape</translation>
    </message>
</context>
<context>
    <name>Station</name>
    <message>
        <source>扫货上的码；没有码就打货号，按回车</source>
        <translation>Scan the goods; without a code type the SKU and press Enter</translation>
    </message>
    <message>
        <source>拆开重装</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>撤掉包裹</source>
        <translation>Undo parcel</translation>
    </message>
    <message>
        <source>分成两包</source>
        <translation>Split in two</translation>
    </message>
    <message>
        <source>用摄像头</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>改温度</source>
        <translation>Change range</translation>
    </message>
    <message>
        <source>箱里现在几度，按回车</source>
        <translation>Degrees in the box now, then Enter</translation>
    </message>
    <message>
        <source>比如：3.5</source>
        <translation>e.g. 3.5</translation>
    </message>
    <message>
        <source>没有要打包的</source>
        <translation>Nothing to pack</translation>
    </message>
    <message>
        <source>订单 {order}</source>
        <translation>order {order}</translation>
    </message>
    <message>
        <source>■ 别发</source>
        <translation>■ Stop</translation>
    </message>
    <message>
        <source>▲ 装齐了</source>
        <translation>▲ Packed</translation>
    </message>
    <message>
        <source>在路上</source>
        <translation>On its way</translation>
    </message>
    <message>
        <source>▲ 送到了</source>
        <translation>▲ Delivered</translation>
    </message>
    <message>
        <source>◆ 差 {count}</source>
        <translation>◆ {count} missing</translation>
    </message>
    <message>
        <source>还有 {count} 样</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>批次 {lot}</source>
        <translation>lot {lot}</translation>
    </message>
    <message>
        <source>这里有要冷藏的货</source>
        <translation>Something here needs the cold</translation>
    </message>
    <message>
        <source>冷链：{low} 到 {high}</source>
        <translation>Cold chain: {low} to {high}</translation>
    </message>
    <message>
        <source>■ 最近一次 {now}，不对</source>
        <translation>■ last {now}, wrong</translation>
    </message>
    <message>
        <source>▲ 最近一次 {now}</source>
        <translation>▲ last {now}</translation>
    </message>
    <message>
        <source>◆ {count} 段没有人量</source>
        <translation>◆ gaps: {count}</translation>
    </message>
    <message>
        <source>扫一下，就知道对不对</source>
        <translation>Scan, and you know whether it is right</translation>
    </message>
</context>
<context>
    <name>StepButtons</name>
    <message>
        <source>下一个</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>收贴片</source>
        <translation>Card off</translation>
    </message>
    <message>
        <source>上贴片</source>
        <translation>Card on</translation>
    </message>
    <message>
        <source>接着说</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>停一停</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>记一单</source>
        <translation>Note order</translation>
    </message>
    <message>
        <source>回来了</source>
        <translation>Back again</translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation>Break</translation>
    </message>
    <message>
        <source>{key} · 按住 {held}</source>
        <translation>{key} · hold {held}</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>指给我看…</source>
        <translation>Show me where…</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>还没做</source>
        <translation>Not yet</translation>
    </message>
    <message>
        <source>正在做…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>好</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>要留意</source>
        <translation>Mind</translation>
    </message>
    <message>
        <source>不行</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>一&#x3000;找到 OBS</source>
        <translation>1  Find OBS</translation>
    </message>
    <message>
        <source>二&#x3000;让 OBS 听本程序的话</source>
        <translation>2  Let OBS listen to this program</translation>
    </message>
    <message>
        <source>三&#x3000;打开 OBS</source>
        <translation>3  Start OBS</translation>
    </message>
    <message>
        <source>四&#x3000;连上 OBS</source>
        <translation>4  Connect to OBS</translation>
    </message>
    <message>
        <source>五&#x3000;搭好画面</source>
        <translation>5  Build the scenes</translation>
    </message>
    <message>
        <source>看看这台电脑上有没有装 OBS。</source>
        <translation>Looks whether OBS is installed on this computer.</translation>
    </message>
    <message>
        <source>在 OBS 的设置里打开它的接口，配一个密码，存进系统钥匙串。</source>
        <translation>Switches on its interface in OBS&apos;s settings, with a password that is kept in the system&apos;s keyring.</translation>
    </message>
    <message>
        <source>把 OBS 打开，缩在右下角。关掉本程序，它也接着开着。</source>
        <translation>Starts OBS, minimised to the tray. It stays open when this program is closed.</translation>
    </message>
    <message>
        <source>等 OBS 回话，最多一分钟。</source>
        <translation>Waits for OBS to answer, a minute at most.</translation>
    </message>
    <message>
        <source>在 OBS 里建“共富直播间”一套画面。您自己的画面一个都不动。</source>
        <translation>Makes a scene collection named 共富直播间 in OBS. Your own scenes are not touched.</translation>
    </message>
    <message>
        <source>OBS {version}</source>
        <translation>OBS {version}</translation>
    </message>
    <message>
        <source>{obs}，在 {program}</source>
        <translation>{obs}, in {program}</translation>
    </message>
    <message>
        <source>开着，端口 {port}；密码在系统钥匙串里。</source>
        <translation>On, port {port}; its password is in the system&apos;s keyring.</translation>
    </message>
    <message>
        <source>原来连的是 {host} 的 OBS，现在改连这台电脑的；要连回去在“设置”里改。</source>
        <translation> Before, the OBS of {host} was connected; now it is this computer&apos;s. Settings lead back to it.</translation>
    </message>
    <message>
        <source>已经打开了。</source>
        <translation>It was started.</translation>
    </message>
    <message>
        <source>本来就开着。</source>
        <translation>It was running already.</translation>
    </message>
    <message>
        <source>OBS {version} 回话了。</source>
        <translation>OBS {version} answers.</translation>
    </message>
    <message>
        <source>“共富直播间”搭好了。</source>
        <translation>共富直播间 is ready.</translation>
    </message>
</context>
<context>
    <name>StockPage</name>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>还没有商品</source>
        <translation>No products yet</translation>
    </message>
    <message>
        <source>去排品</source>
        <translation>To the plan</translation>
    </message>
    <message>
        <source>商品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>实有</source>
        <translation>On hand</translation>
    </message>
    <message>
        <source>预占</source>
        <translation>Reserved</translation>
    </message>
    <message>
        <source>可售</source>
        <translation>Available</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>{count} 样；可售 = 实有 − 卖出还没发的</source>
        <translation>Products: {count}</translation>
    </message>
    <message>
        <source>“{before}”改叫“{after}”了</source>
        <translation>&quot;{before}&quot; is now called &quot;{after}&quot;</translation>
    </message>
    <message>
        <source>“{before}”并到“{after}”了，两边的算在一起</source>
        <translation>&quot;{before}&quot; is one with &quot;{after}&quot; now; both are added up</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>“{name}”还是原来的名字</source>
        <translation>&quot;{name}&quot; has its name back</translation>
    </message>
    <message>
        <source>加好了，编号 {sku}</source>
        <translation>Added, its code is {sku}</translation>
    </message>
    <message>
        <source>改好了：{name}</source>
        <translation>Changed: {name}</translation>
    </message>
    <message>
        <source>“{name}”报损 {qty} {unit}，记下了</source>
        <translation>Noted: {qty} {unit} of {name} written off</translation>
    </message>
    <message>
        <source>撤销了，“{name}” {qty} {unit}回到架上</source>
        <translation>Undone: {qty} {unit} of {name} are back on the shelf</translation>
    </message>
    <message>
        <source>撤销了，“{name}” {qty} {unit}回到搁置的里面</source>
        <translation>Undone: {qty} {unit} of {name} are back on hold</translation>
    </message>
    <message>
        <source>撤销了；后来盘过点，“{name}”照盘的数不变</source>
        <translation>Undone. {name} was counted since: what was counted stays</translation>
    </message>
    <message>
        <source>记下了，差的记成盘盈或盘亏</source>
        <translation>Noted; the difference is a gain or a loss</translation>
    </message>
    <message>
        <source>到的货上架了，可以卖</source>
        <translation>What came is on the shelf and can be sold</translation>
    </message>
    <message>
        <source>到的货上架了，可以卖到 {day}</source>
        <translation>On the shelf, for sale until {day}</translation>
    </message>
    <message>
        <source>{words}；一共 {weight}</source>
        <translation>{words}; {weight} in all</translation>
    </message>
    <message>
        <source>“{lot}”停售了，哪里都卖不出去</source>
        <translation>&quot;{lot}&quot; is on hold and cannot be sold anywhere</translation>
    </message>
    <message>
        <source>“{lot}”放行了，可以卖</source>
        <translation>&quot;{lot}&quot; is released and for sale</translation>
    </message>
    <message>
        <source>标签交给打印机“{printer}”了</source>
        <translation>The labels were handed to the printer &quot;{printer}&quot;</translation>
    </message>
    <message>
        <source>溯源标签</source>
        <translation>Trace labels</translation>
    </message>
    <message>
        <source>打几张？一件一张</source>
        <translation>How many? One a piece</translation>
    </message>
    <message>
        <source>批次</source>
        <translation>Batches</translation>
    </message>
    <message>
        <source>点右上角“加一样货”，或者排好一场要卖的东西，开播时就记到这里。</source>
        <translation>Press &quot;Add a product&quot; at the top right, or plan a broadcast: what is in it is noted here when it goes live.</translation>
    </message>
    <message>
        <source>加一样货</source>
        <translation>Add a product</translation>
    </message>
    <message>
        <source>改这样货</source>
        <translation>Change it</translation>
    </message>
    <message>
        <source>改农户名</source>
        <translation>Rename household</translation>
    </message>
    <message>
        <source>◆ 快订满了</source>
        <translation>◆ Nearly fully ordered</translation>
    </message>
    <message>
        <source>▲ 还能订</source>
        <translation>▲ Can be ordered</translation>
    </message>
    <message>
        <source>；订出 {count} {unit}</source>
        <translation>; {count} {unit} ordered</translation>
    </message>
    <message>
        <source>；直播留着 {count}</source>
        <translation>; {count} kept for the broadcast</translation>
    </message>
    <message>
        <source>■ 没得卖，{count} {unit}搁置着</source>
        <translation>■ None for sale, {count} {unit} on hold</translation>
    </message>
    <message>
        <source>■ 还没写能接多少</source>
        <translation>■ Not said yet how many may be ordered</translation>
    </message>
    <message>
        <source>■ 订满了</source>
        <translation>■ Fully ordered</translation>
    </message>
    <message>
        <source>■ 里面的货不够装一盒</source>
        <translation>■ Its parts make no whole box</translation>
    </message>
    <message>
        <source>■ 还没有货，到了货再卖</source>
        <translation>■ No goods yet: sell once they come</translation>
    </message>
    <message>
        <source>■ 卖光了，补了货再卖</source>
        <translation>■ Sold out: restock before selling</translation>
    </message>
    <message>
        <source>◆ 快没了</source>
        <translation>◆ Running low</translation>
    </message>
    <message>
        <source>▲ 够卖</source>
        <translation>▲ Enough</translation>
    </message>
</context>
<context>
    <name>StopSign</name>
    <message>
        <source>知道了（Esc）</source>
        <translation>Got it (Esc)</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>同步</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>没有网也不要紧</source>
        <translation>No network? No matter</translation>
    </message>
    <message>
        <source>每播完一场，给县里的总结就写好放在这台电脑里，断电、关机都不会丢。里面只有数：卖了多少、哪样卖得好、网断过几次；没有买家的名字、电话、地址。县里的接收点开通以前，它们就在这里等着，什么都不用做。</source>
        <translation>After each broadcast its summary for the county lies on this computer, safe from power cuts. It holds figures only: what sold, what sold well, how often the network broke; no buyer&apos;s name, phone or address. Until the county&apos;s receiving point opens they wait here; there is nothing to do.</translation>
    </message>
    <message>
        <source>没有要发的</source>
        <translation>Nothing to send</translation>
    </message>
    <message>
        <source>播完一场，给县里的总结会放在这里。没有网也不要紧。</source>
        <translation>After a broadcast its summary for the county waits here. No network is needed.</translation>
    </message>
    <message>
        <source>去排品开播</source>
        <translation>Plan and go live</translation>
    </message>
    <message>
        <source>{count} 份待同步</source>
        <translation>{count} waiting to sync</translation>
    </message>
    <message>
        <source>《{title}》的总结</source>
        <translation>Summary of &quot;{title}&quot;</translation>
    </message>
    <message>
        <source>{when} 写好</source>
        <translation>Written {when}</translation>
    </message>
    <message>
        <source>看复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>里面有：{orders} 单，{paid}，{products} 样商品，{incidents} 件岔子</source>
        <translation>In it: {orders} {orders:order|orders}, {paid}, {products} {products:product|products}, {incidents} {incidents:incident|incidents}</translation>
    </message>
    <message>
        <source>里面有：{orders} 单，{paid}，{products} 样商品，没出岔子</source>
        <translation>In it: {orders} {orders:order|orders}, {paid}, {products} {products:product|products}, no incidents</translation>
    </message>
    <message>
        <source>（练习台）</source>
        <translation> (practice stage)</translation>
    </message>
    <message>
        <source>{bytes} 字节 · 指纹 {fingerprint}</source>
        <translation>{bytes} bytes · fingerprint {fingerprint}</translation>
    </message>
    <message>
        <source>待同步</source>
        <translation>Waiting to sync</translation>
    </message>
    <message>
        <source>被改动过，别发，找人看看</source>
        <translation>Was altered: do not send, have it looked at</translation>
    </message>
</context>
<context>
    <name>TableFilter</name>
    <message>
        <source>只看有这几个字的</source>
        <translation>Only rows that say this</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>没有复制，剪贴板里还是原来的。</source>
        <translation>Nothing was copied; the clipboard is as it was.</translation>
    </message>
    <message>
        <source>停下了，没有留下写了一半的表格。</source>
        <translation>Stopped. No half-written file is left.</translation>
    </message>
    <message>
        <source>上一件还没做完，等一等，或者先取消它。</source>
        <translation>Something else is still being done. Wait for it, or cancel it first.</translation>
    </message>
    <message>
        <source>已复制 {rows} 行</source>
        <translation>Rows copied: {rows}</translation>
    </message>
    <message>
        <source>存成表格</source>
        <translation>Save as table</translation>
    </message>
    <message>
        <source>只看有这几个字的</source>
        <translation>Filter rows</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>最近几场</source>
        <translation>Recent sessions</translation>
    </message>
    <message>
        <source>还能卖多少</source>
        <translation>What may still be sold</translation>
    </message>
    <message>
        <source>已经卖出，还没发走</source>
        <translation>Sold, not shipped yet</translation>
    </message>
    <message>
        <source>{count} 件</source>
        <translation>{count} pcs</translation>
    </message>
    <message>
        <source>看订单</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>快没货的</source>
        <translation>Products running low</translation>
    </message>
    <message>
        <source>{count} 样</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>货都够</source>
        <translation>Enough of everything</translation>
    </message>
    <message>
        <source>待同步</source>
        <translation>Summaries waiting</translation>
    </message>
    <message>
        <source>{count} 份</source>
        <translation>{count}</translation>
    </message>
    <message>
        <source>没有网也不要紧</source>
        <translation>No network? No matter</translation>
    </message>
    <message>
        <source>没有要发的</source>
        <translation>Nothing to send</translation>
    </message>
    <message>
        <source>还能卖 {count} {unit}</source>
        <translation>{count} {unit} left to sell</translation>
    </message>
    <message>
        <source>卖光了</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>还没有货</source>
        <translation>No goods yet</translation>
    </message>
    <message>
        <source>上一场</source>
        <translation>Last session</translation>
    </message>
    <message>
        <source>还没有播过</source>
        <translation>No broadcast yet</translation>
    </message>
    <message>
        <source>{orders} 单 · {title}</source>
        <translation>Orders: {orders} · {title}</translation>
    </message>
    <message>
        <source>播完一场，这里就能翻看。</source>
        <translation>Look back here after a broadcast.</translation>
    </message>
    <message>
        <source>看复盘</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>《{title}》播到一半断了，还没下播。接着播，还是收场？</source>
        <translation>&quot;{title}&quot; broke off halfway and was not ended. Go on, or close it?</translation>
    </message>
    <message>
        <source>去首页处理</source>
        <translation>Decide at home</translation>
    </message>
    <message>
        <source>{days} 天没有备份了。去看看为什么？</source>
        <translation>Days without a backup: {days}. See why?</translation>
    </message>
    <message>
        <source>看备份</source>
        <translation>See Backup</translation>
    </message>
    <message>
        <source>{name}没有货可卖。下一场前要补货吗？</source>
        <translation>There is no {name} to sell. Restock before the next broadcast?</translation>
    </message>
    <message>
        <source>看库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>{name}快卖完了。下一场还够吗？</source>
        <translation>{name} is nearly gone. Is it enough for the next broadcast?</translation>
    </message>
    <message>
        <source>{count} 个售后等答复，最急的还有 {hours} 小时。现在答复吗？</source>
        <translation>Cases to answer: {count}, the most urgent within {hours} h. Answer now?</translation>
    </message>
    <message>
        <source>{count} 个售后等答复，最急的已经超了。现在答复吗？</source>
        <translation>Cases to answer: {count}, the most urgent is over. Answer now?</translation>
    </message>
    <message>
        <source>看售后</source>
        <translation>See cases</translation>
    </message>
    <message>
        <source>导入的订单有 {count} 行等您回答，货还没有扣。现在看看？</source>
        <translation>{count} lines of imported orders wait for your answer; their goods have not been taken off the stock. Look now?</translation>
    </message>
    <message>
        <source>去回答</source>
        <translation>Answer</translation>
    </message>
    <message>
        <source>最近几场有 {n} 单过了 {hours} 小时没对上平台的单，没算进去。导入订单吗？</source>
        <translation>{n} {n:order|orders} of the last broadcasts met no platform order within {hours} hours, and {n:is|are} not counted. Import orders?</translation>
    </message>
    <message>
        <source>最近几场有 {part} 单只对上一部分，余下的过了 {hours} 小时，没算进去。导入订单吗？</source>
        <translation>Of {part} {part:order|orders} of the latest broadcasts only a part met a platform order within {hours} hours; the rest is not counted. Import orders?</translation>
    </message>
    <message>
        <source>最近几场有 {n} 单过了 {hours} 小时没对上平台的单，{part} 单只对上一部分，没对上的没算进去。导入订单吗？</source>
        <translation>{n} {n:order|orders} of the latest broadcasts met no platform order within {hours} hours, and {part} only in part; what met none is not counted. Import orders?</translation>
    </message>
    <message>
        <source>导入订单</source>
        <translation>Import orders</translation>
    </message>
    <message>
        <source>要您看一眼</source>
        <translation>Questions for you</translation>
    </message>
    <message>
        <source>▲ 没有要您操心的事。</source>
        <translation>▲ Nothing to worry about.</translation>
    </message>
    <message>
        <source>{count} 个电话和聊天的单等着交货。有人来拿了吗？</source>
        <translation>Orders by phone or chat waiting: {count}. Is somebody here for them?</translation>
    </message>
    <message>
        <source>看门市</source>
        <translation>See counter</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>今天 </source>
        <translation>Today </translation>
    </message>
    <message>
        <source> 单</source>
        <translation> orders</translation>
    </message>
    <message>
        <source>手动</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>歇着</source>
        <translation>On a break</translation>
    </message>
    <message>
        <source>停住了</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>匀速</source>
        <translation>Steady</translation>
    </message>
    <message>
        <source> 单</source>
        <comment>exactly one</comment>
        <translation> order</translation>
    </message>
    <message>
        <source>麦克风</source>
        <translation>Mic</translation>
    </message>
    <message>
        <source>麦克风{how}</source>
        <translation>Mic: {how}</translation>
    </message>
    <message>
        <source>场控 F2</source>
        <translation>Floor F2</translation>
    </message>
    <message>
        <source>下播…</source>
        <translation>End…</translation>
    </message>
</context>
<context>
    <name>TrackingPanel</name>
    <message>
        <source>不要了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>收下，装齐的也发走了</source>
        <translation>Take over; packed ones have left</translation>
    </message>
    <message>
        <source>第几行</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>订单</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>包裹</source>
        <translation>Parcel</translation>
    </message>
    <message>
        <source>运单号</source>
        <translation>Tracking number</translation>
    </message>
    <message>
        <source>快递</source>
        <translation>Carrier</translation>
    </message>
    <message>
        <source>怎么办</source>
        <translation>What becomes of it</translation>
    </message>
    <message>
        <source>会收下 {kept} 行，不收 {left} 行；现在还什么都没有写</source>
        <translation>Rows: {kept} will be taken over, {left} refused; nothing is written yet</translation>
    </message>
    <message>
        <source>收下 {count} 个运单号</source>
        <translation>Take over ({count})</translation>
    </message>
    <message>
        <source>▲ 新的</source>
        <translation>▲ New</translation>
    </message>
    <message>
        <source>◆ 换成这个</source>
        <translation>◆ Replaces the old one</translation>
    </message>
    <message>
        <source>已经有了</source>
        <translation>There already</translation>
    </message>
    <message>
        <source> · 签收了</source>
        <translation> · delivered</translation>
    </message>
</context>
<context>
    <name>TrainerBar</name>
    <message>
        <source>直播断一下</source>
        <translation>Stream drops</translation>
    </message>
    <message>
        <source>网不好</source>
        <translation>Weak net</translation>
    </message>
    <message>
        <source>网络卡一下</source>
        <translation>Net stalls for 6 s</translation>
    </message>
    <message>
        <source>断网</source>
        <translation>No net</translation>
    </message>
    <message>
        <source>开播连不上</source>
        <translation>First connect refused</translation>
    </message>
    <message>
        <source>OBS 崩溃</source>
        <translation>OBS crash</translation>
    </message>
    <message>
        <source>画面黑</source>
        <translation>Picture black</translation>
    </message>
    <message>
        <source>画面不动</source>
        <translation>Picture frozen</translation>
    </message>
    <message>
        <source>没声音</source>
        <translation>No sound</translation>
    </message>
    <message>
        <source>都恢复</source>
        <translation>Mend all</translation>
    </message>
    <message>
        <source>{fault}（开播前按）</source>
        <translation>{fault} (press before going live)</translation>
    </message>
    <message>
        <source>网络…</source>
        <translation>Network…</translation>
    </message>
    <message>
        <source>OBS…</source>
        <translation>OBS…</translation>
    </message>
    <message>
        <source>画面声音…</source>
        <translation>Picture, sound…</translation>
    </message>
    <message>
        <source>电脑…</source>
        <translation>Computer…</translation>
    </message>
    <message>
        <source>让它消失</source>
        <translation>Let it vanish</translation>
    </message>
    <message>
        <source>算了</source>
        <translation>Never mind</translation>
    </message>
    <message>
        <source>关掉</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>关掉。彩排照常，买家和岔子不再来。</source>
        <translation>Close. The rehearsal goes on, without buyers or faults.</translation>
    </message>
    <message>
        <source>断到平台关直播间</source>
        <translation>No net until the room closes</translation>
    </message>
    <message>
        <source>OBS 卡死</source>
        <translation>OBS hangs</translation>
    </message>
    <message>
        <source>和 OBS 的连线断了</source>
        <translation>Line to OBS is cut</translation>
    </message>
    <message>
        <source>OBS 不回话，还在播</source>
        <translation>OBS falls silent, still on air</translation>
    </message>
    <message>
        <source>OBS 消息太多</source>
        <translation>OBS floods us with news</translation>
    </message>
    <message>
        <source>电脑开了代理</source>
        <translation>A proxy is switched on</translation>
    </message>
    <message>
        <source>OBS 换了密码</source>
        <translation>OBS has another password</translation>
    </message>
    <message>
        <source>有人换了 OBS 的场景集合</source>
        <translation>Somebody switches OBS&apos;s collection</translation>
    </message>
    <message>
        <source>有人在 OBS 里删了贴片</source>
        <translation>Somebody deletes the card in OBS</translation>
    </message>
    <message>
        <source>电脑忙不过来</source>
        <translation>Computer too busy</translation>
    </message>
    <message>
        <source>声音爆</source>
        <translation>Too loud</translation>
    </message>
    <message>
        <source>程序突然没了</source>
        <translation>The program vanishes</translation>
    </message>
    <message>
        <source>买家：在下单</source>
        <translation>Buyers: on</translation>
    </message>
    <message>
        <source>买家：没来</source>
        <translation>Buyers: off</translation>
    </message>
    <message>
        <source>程序会马上消失；再打开，进“培训演示”，按“接着播”。</source>
        <translation>The program will vanish at once; open it again, and in Training press Resume.</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>弄出来了：{fault}。看主播怎么办。</source>
        <translation>Broken: {fault}. Watch the anchor.</translation>
    </message>
    <message>
        <source>自动演示中，不用动手。</source>
        <translation>It plays itself; sit back.</translation>
    </message>
    <message>
        <source>弄点岔子，过一会儿自己会好：</source>
        <translation>Break it; it mends itself:</translation>
    </message>
</context>
<context>
    <name>TrainingScreen</name>
    <message>
        <source>回首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>培训演示</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>看练过的</source>
        <translation>Past rehearsals</translation>
    </message>
    <message>
        <source>不用 OBS、摄像头和网；订单和库存都不算数</source>
        <translation>No OBS, camera or network; nothing counts</translation>
    </message>
    <message>
        <source>我来练</source>
        <translation>Let me practise</translation>
    </message>
    <message>
        <source>从 3、2、1 开播到下播，跟真的一样：提词、上贴片、记单、歇一下、复盘。</source>
        <translation>From 3-2-1 to the end, just like the real thing: teleprompter, cards, orders, a break, the review.</translation>
    </message>
    <message>
        <source>请模拟买家来下单</source>
        <translation>Have simulated buyers order</translation>
    </message>
    <message>
        <source>练开播连不上（平台头几次不让进）</source>
        <translation>Practise a refused start (the platform turns the first connects away)</translation>
    </message>
    <message>
        <source>开始彩排</source>
        <translation>Start rehearsal</translation>
    </message>
    <message>
        <source>先去排品</source>
        <translation>Make a plan first</translation>
    </message>
    <message>
        <source>看一遍演示</source>
        <translation>Watch a demonstration</translation>
    </message>
    <message>
        <source>示例工坊自己播半分钟：换商品、上贴片、来订单，播完出复盘。不用动手。</source>
        <translation>The sample workshop broadcasts by itself for half a minute: products, cards, orders, then the review. Hands off.</translation>
    </message>
    <message>
        <source>放演示</source>
        <translation>Play demonstration</translation>
    </message>
    <message>
        <source>故意出点岔子</source>
        <translation>Break things on purpose</translation>
    </message>
    <message>
        <source>网不好</source>
        <translation>Weak network</translation>
    </message>
    <message>
        <source>画面卡，三十秒后好</source>
        <translation>The picture stutters; well again after 30 s</translation>
    </message>
    <message>
        <source>断网</source>
        <translation>Network down</translation>
    </message>
    <message>
        <source>一点都发不出去，三十秒后好</source>
        <translation>Nothing gets out; back after 30 s</translation>
    </message>
    <message>
        <source>画面全没了，点“重开 OBS”就回来，贴片和商品接着原来的</source>
        <translation>All pictures are gone; &quot;Restart OBS&quot; brings them back, card and product as before</translation>
    </message>
    <message>
        <source>练不了，要先去“排品”改好：{titles}</source>
        <translation>Cannot be rehearsed until put right in the plan: {titles}</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>直播断一下</source>
        <translation>Stream drops once</translation>
    </message>
    <message>
        <source>彩排一开，顶上就有培训师的一排按钮，点开就有（不止这几样）：</source>
        <translation>Once the rehearsal runs, buttons at the top break things (more than these):</translation>
    </message>
    <message>
        <source>平台那头断开，自己重连</source>
        <translation>The platform hangs up; it reconnects by itself</translation>
    </message>
    <message>
        <source>OBS 崩溃</source>
        <translation>OBS crashes</translation>
    </message>
</context>
<context>
    <name>TrainingStrip</name>
    <message>
        <source>培训 · 不算数</source>
        <translation>Training · nothing counts</translation>
    </message>
</context>
<context>
    <name>TrialRow</name>
    <message>
        <source>试播 20 秒</source>
        <translation>Try for 20 s</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>装成旧电脑试</source>
        <translation>Try as an old computer</translation>
    </message>
    <message>
        <source>就用这个</source>
        <translation>Use this</translation>
    </message>
    <message>
        <source>还是按排品来</source>
        <translation>As the plan says</translation>
    </message>
    <message>
        <source>停</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>试播中</source>
        <translation>Trying</translation>
    </message>
    <message>
        <source>正在准备试播，观众看不到…</source>
        <translation>Getting the trial ready; viewers see nothing…</translation>
    </message>
    <message>
        <source>正在试 {lines}p，第 {second} 秒，最多 {of} 秒。观众看不到。</source>
        <translation>Trying {lines}p: second {second} of {of} at most. Viewers see nothing.</translation>
    </message>
</context>
<context>
    <name>WishForm</name>
    <message>
        <source>谁（空着就是主播）</source>
        <translation>Who (empty: the anchor)</translation>
    </message>
    <message>
        <source>时间没看懂，没有放上去。请写 5（分钟）、2:30 或 1分30秒，最长 24 小时。</source>
        <translation>The time was not understood and nothing was put on. Write 5 (minutes), 2:30 or 1 min 30 s, at most 24 hours.</translation>
    </message>
    <message>
        <source>价钱没看懂，没有放上去。请写几元，比如 29.9。</source>
        <translation>That price cannot be read, so nothing was shown. Write yuan, such as 29.9.</translation>
    </message>
    <message>
        <source>比如：阿梅</source>
        <translation>such as: Amei</translation>
    </message>
    <message>
        <source>多久（只写数就是分钟）</source>
        <translation>How long (a number alone is minutes)</translation>
    </message>
    <message>
        <source>比如：5、2:30、1分30秒</source>
        <translation>such as: 5, 2:30, 1 min 30 s</translation>
    </message>
    <message>
        <source>降到多少元</source>
        <translation>Down to (yuan)</translation>
    </message>
    <message>
        <source>减多少元</source>
        <translation>Off (yuan)</translation>
    </message>
    <message>
        <source>比如：29.9</source>
        <translation>such as: 29.9</translation>
    </message>
    <message>
        <source>比如：开抢还有</source>
        <translation>such as: starts in</translation>
    </message>
    <message>
        <source>比如：新客立减</source>
        <translation>such as: off for newcomers</translation>
    </message>
    <message>
        <source>比如：下午四点前下单，今天就发</source>
        <translation>such as: ordered by four, sent today</translation>
    </message>
    <message>
        <source>比如：刚才说错了，是 5 斤一箱</source>
        <translation>such as: no, a box holds 2.5 kg</translation>
    </message>
    <message>
        <source>比如：七点准时开播</source>
        <translation>such as: live at seven sharp</translation>
    </message>
    <message>
        <source>比如：明天下午三点再见</source>
        <translation>such as: see you tomorrow at three</translation>
    </message>
    <message>
        <source>备好的：{name} {words}</source>
        <translation>Prepared: {name} {words}</translation>
    </message>
    <message>
        <source>放哪一种</source>
        <translation>Which one</translation>
    </message>
    <message>
        <source>到点的只是牌子自己收，价不会自己涨回去；要涨回去，用“改价”。</source>
        <translation>Only the board leaves when its time is up; the price stays down. To raise it, use &quot;Change price&quot;.</translation>
    </message>
    <message>
        <source>写什么</source>
        <translation>What it says</translation>
    </message>
    <message>
        <source>比如：10</source>
        <translation>such as: 10</translation>
    </message>
    <message>
        <source>比如：种杨梅三十年</source>
        <translation>such as: thirty years of bayberries</translation>
    </message>
    <message>
        <source>放上去</source>
        <translation>Put on air</translation>
    </message>
</context>
<context>
    <name>WordCard</name>
    <message>
        <source>{platform}：“{word}”算“{meaning}”</source>
        <translation>{platform}: &quot;{word}&quot; counts as &quot;{meaning}&quot;</translation>
    </message>
    <message>
        <source>说错了，改一下</source>
        <translation>That is wrong, change it</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>正在停……</source>
        <translation>Stopping…</translation>
    </message>
    <message>
        <source>都写上了，正在收尾……</source>
        <translation>Everything is written, finishing the file…</translation>
    </message>
    <message>
        <source>{doing}：{done} 行</source>
        <translation>{doing}: row {done}</translation>
    </message>
    <message>
        <source>{doing}：{done} / {total} 单</source>
        <translation>{doing}: order {done} of {total}</translation>
    </message>
    <message>
        <source>{doing}：{done} / {total} 行</source>
        <translation>{doing}: row {done} of {total}</translation>
    </message>
    <message>
        <source>正在写表格</source>
        <translation>Writing the table</translation>
    </message>
    <message>
        <source>正在复制</source>
        <translation>Copying</translation>
    </message>
    <message>
        <source>正在看</source>
        <translation>Looking</translation>
    </message>
    <message>
        <source>正在导入</source>
        <translation>Importing</translation>
    </message>
    <message>
        <source>正在撤掉</source>
        <translation>Taking back</translation>
    </message>
    <message>
        <source>正在接着办</source>
        <translation>Going on</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>这里不能空着</source>
        <translation>This cannot be empty</translation>
    </message>
    <message>
        <source>太长了，200 个字以内</source>
        <translation>Too long: up to 200 characters</translation>
    </message>
    <message>
        <source>只写数字，比如 89.90</source>
        <translation>Figures only, such as 89.90</translation>
    </message>
    <message>
        <source>最多写到分，比如 89.90</source>
        <translation>Two decimals at most, such as 89.90</translation>
    </message>
    <message>
        <source>价钱要比 0 大，比如 89.90</source>
        <translation>A price above 0, such as 89.90</translation>
    </message>
    <message>
        <source>这个价钱太大了，看看是不是多写了几位</source>
        <translation>Too large a price: a digit too many?</translation>
    </message>
    <message>
        <source>划线价要比现价高，没有就空着</source>
        <translation>Must be above the price, or empty</translation>
    </message>
    <message>
        <source>写整数，比如 120</source>
        <translation>A whole number</translation>
    </message>
    <message>
        <source>这个数太大了，看看是不是多写了几位</source>
        <translation>Too large: a digit too many?</translation>
    </message>
    <message>
        <source>这个货号别的商品在用，换一个</source>
        <translation>Another product has this SKU</translation>
    </message>
</context>
</TS>
