<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
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
    <name>Shell</name>
    <message>
        <source>共富直播间</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
