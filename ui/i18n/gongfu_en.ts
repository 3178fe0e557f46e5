<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name></name>
    <message>
        <source>problems</source>
        <comment>这里不能空着</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>太长了，200 个字以内</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>只写数字，比如 89.90</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>最多写到分，比如 89.90</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>价钱要比 0 大，比如 89.90</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>这个价钱太大了，看看是不是多写了几位</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>划线价要比现价高，没有就空着</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>写整数，比如 120</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>这个数太大了，看看是不是多写了几位</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problems</source>
        <comment>这个货号别的商品在用，换一个</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnchorView</name>
    <message>
        <source>主播画面</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnchorWindow</name>
    <message>
        <source>主播画面</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>✓ 复制好了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>出了点差错</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>出了点差错，可以接着用</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>复制详情</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>知道了</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CountdownView</name>
    <message>
        <source>再试一次</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>先不播，回去</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>看镜头，马上开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在接上刚才断掉的这一场…
商品、贴片和时间都还在</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在开播…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在准备画面…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EndPanel</name>
    <message>
        <source>正在下播…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要下播吗？</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接着播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按住 2 秒，下播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在停播、存好录像，请等一等。订单都已经存好了。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下播以后，观众就看不到您了；录像存在这台电脑上。
今天 {n} 单，一共 {total}，都已经存好。接下来看复盘。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FloorStrip</name>
    <message>
        <source>{n} 单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面没回应，正在连</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习画面正常</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OBS 正常</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> {rate:.1f} Mb/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>掉帧 {share:.1%}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>合成一个窗口</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>分两个窗口</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播画面 F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下播…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FloorView</name>
    <message>
        <source>场控画面</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HealthStrip</name>
    <message>
        <source>上行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上行 {kbps} kb/s · 线是该有的 {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>声音</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>每分钟几单 · 最近 20 分钟</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>出过的事</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>只录像，没有往外播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播以后才量得到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有人下单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>到现在都顺当</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HomeScreen</name>
    <message>
        <source>共富直播间</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>设置</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>我要直播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>排好今天卖什么，检查一遍，开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>仓库订单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>看库存，看每一单，翻看复盘</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>培训演示</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有网、没有摄像头也能练，练多少遍都不算数</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工坊还没起名，到“设置”里写上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>用 OBS 播：画面会出去</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习台：画面不出这间屋</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>待同步 {count} 份</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有待同步的</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上一场：{title}，{when}，{orders} 单</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InterruptedBanner</name>
    <message>
        <source>正在接上…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接着播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>真的收场？再按一次</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>不播了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上次直播“{title}”断了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>断在 {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在讲{product}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>贴片在上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>贴片没上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已记 {orders} 单，一单没少</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>，</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyButton</name>
    <message>
        <source>空格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回车</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按一下那个键…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LightRow</name>
    <message>
        <source>好</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要留意</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>不行</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>去排品改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>去设置</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>空格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回车</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已下播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>彩排中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>录像中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>直播中</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>网络好</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>网不好了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>网断了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>只录像</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没声音</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没听到</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>贴片已上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在上…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在收…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回来再上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>贴片没上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在记 {name} {n} {unit}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ 已存 {name} {n} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已撤销 {name} {n} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习画面没有回应，正在自己连。订单照记，一单不少。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面程序（OBS）没有回应，正在自己连。订单照记，一单不少。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>网断了，正在自己连。录像没停，您接着说。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在歇：观众看到的是“马上回来”。按 {key} 回来。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>现在取不到画面，正在自己连</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveScreen</name>
    <message>
        <source>正在直播，窗口先不关。要下播，请点“下播…”。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderLineView</name>
    <message>
        <source>正在存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ 已存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已撤销</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OrderPadView</name>
    <message>
        <source>记下 {n} {unit} ↵</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上了商品才能记</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在讲的</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记一单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>刚才</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记下的单子会排在这里</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这一单换一个商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>退一格</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>新建</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>复制</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这份读不了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} 样，{when}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanScreen</name>
    <message>
        <source>新排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} 副本</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>新商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>件</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这份排品读不了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在存…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>有商品没写价钱，还没存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没存上</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拿掉了{name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>撤销</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>首页</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这场叫什么</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>杨梅贻贝专场</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播甲</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重做 Ctrl+Shift+Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重做</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播检查 →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>加一个商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拖动换顺序</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>排品就是这场卖什么、先讲哪个、卖多少钱。做好一份，下次复制就行。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>新建一份排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>加上这场要卖的，写好名称和价钱，右边就能看到贴片。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这场卖 {count} 样</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreflightScreen</name>
    <message>
        <source>排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播检查</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>再查一遍</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>在哪里播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习台</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OBS 直播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}，主播 {anchor}，{count} 样</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}，{count} 样</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面和声音不出这间屋，播完一样能看复盘。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面经 OBS 播到平台，观众看得到。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在准备…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在检查，几秒钟就好…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没查完</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>有 {count} 处要先弄好</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>可以开播，有 {count} 处要留意</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>都好了，可以开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按下后倒数 3、2、1，还能取消。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>点“再查一遍”。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>标着 ■ 的弄好了，再查一遍就能开播。</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProductForm</name>
    <message>
        <source>名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>东魁杨梅</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>规格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5斤/箱</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>单位</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>箱</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>价钱（元）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>划线价（元，可不写）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>库存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>产地</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>枸杞乡后山村</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>货号（仓库里认这个）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>贴片样子</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>观众看到的贴片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选图片…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拍清楚的方图最好</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拿掉这个商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>单品脚本</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选脚本文件…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这里写主播要念的话。一句一行；不写也行，程序会按名称、规格、价钱拼几句。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>图片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选一张图片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>脚本</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选一个脚本文件</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProductSide</name>
    <message>
        <source>还没有上商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> / {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>库存还在数…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>◆ 只剩 </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还有 </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一个</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgrammePane</name>
    <message>
        <source>画面马上就来</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>开播以后，这里是观众看到的画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>观众看到的画面</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PrompterView</name>
    <message>
        <source>接着走</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>提词器</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>动作 {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面 {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>停 {seconds} 秒</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>缺 {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} · {seconds} 秒</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有要念的话</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuickOrder</name>
    <message>
        <source>记一单：{name}{where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>按数字就记下 · {next} 加一 · {card} 记下 · {hold} 不记</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>存好了：{file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>打开</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>仓库订单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>表格 Excel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>打印 PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>发给县里 · 待同步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>看别的场次</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有播过</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>播完一场，这里就有：卖了什么、什么时候卖的、网怎么样、下次怎么更好。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>去排品开播</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>复盘</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>存成表格</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>表格 (*.xlsx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>存成 PDF，打印用</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunningOrder</name>
    <message>
        <source>排品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>点一下就上 · 拖动换顺序</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>排品里还没有商品</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>讲了 {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还有 {n} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>只剩 {n} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卖完了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>拖动换顺序，或按 Alt+↑ Alt+↓</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>备 {stock} {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没写价钱</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>、</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>返回</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>设置</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>改了就存上，不用另外保存</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>界面语言 Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播和场控的画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>同一个窗口</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>两个窗口</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习台的画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画出来的</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>录像…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播离屏幕多远</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} 米</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>念多快</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>每分钟 {value} 字</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工坊</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>提词器</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>主播的五个键</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OBS 和平台</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>练习台</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>工坊名称（印在贴片上）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>后山村共富工坊</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>卖家（经营者）名称</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>后山村专业合作社</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>订单从哪来（用顿号隔开）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>抖音、微信群、电话</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>每样留几件不卖</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OBS 地址</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>推流地址（空着就只录像）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>码率（每秒千比特）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一个</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上/收贴片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>停一停</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记一单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这个数不合适，没有改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要以 ws:// 开头，没有改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>要以 rtmp:// 开头，没有改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>至少写一个，没有改</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这个键别处在用</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>太快了，念出声再量一次</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OBS 密码</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>推流密钥</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>已存好，要换就重写</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没填</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>念完了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>念一段，量一量</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>家人们晚上好，这里是后山村。今天早上五点下树的杨梅，颗颗乌黑，咬一口全是汁。五斤一箱，冰袋包好，今晚下单，明天一早就发。自家种的，坏了包赔，大家放心拍。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>录像</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>选一段录像</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>共富直播间</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StagePane</name>
    <message>
        <source>商品卡</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一个</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接着说</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>停一停</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>提词停着</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>提词在走</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回来了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>观众在等</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>放“马上回来”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>画面</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>竖屏</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>横屏</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepButtons</name>
    <message>
        <source>下一个</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>收贴片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上贴片</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接着说</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>停一停</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>记一单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回来了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>歇一下</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>今天 </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> 单</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>手动</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>歇着</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>停住了</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>匀速</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>麦克风</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>场控 F2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下播…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
