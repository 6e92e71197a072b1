namespace Funeng.Engines.Synthetic;

/// <summary>Company names: place, brand, industry, legal form. The brand is different for every index, so the name is.</summary>
internal static class SyntheticNames
{
    private const string Brand =
        "安邦宝博昌晨成诚达德鼎东栋恩尔飞丰福富高冠光广桂国海翰航浩和恒宏虹鸿华辉汇惠吉嘉佳健江杰金锦晶景久聚君凯康科坤朗乐蕾力利联龙隆陆茂美明铭宁鹏平齐启千乾庆仁荣瑞润盛" +
        "世顺舜泰腾天通万威维文祥翔欣新信兴星旭雅阳耀益银盈永优友宇裕元源远悦云运泽展振正志中众卓";

    private static readonly int Characters = Brand.Length;

    public static string Of(SyntheticCity city, SyntheticPlace place, SyntheticIndustry industry, SizeClass size, long seed, long index, ref SyntheticRandom random)
    {
        var prefix = random.Next() switch
        {
            < 0.62 => city.Name,
            < 0.82 => city.Province,
            _ => city.Name + place.District,
        };
        var form = size >= SizeClass.Medium && random.Chance(0.3) ? "股份有限公司" : size >= SizeClass.Medium && random.Chance(0.1) ? "集团有限公司" : "有限公司";
        return prefix + BrandOf(seed, index) + industry.Word + form;
    }

    // Two characters while they last, then three; the affine step walks through all combinations without repeating one.
    private static string BrandOf(long seed, long index)
    {
        var pairs = (long)Characters * Characters;
        if (index < pairs) return Spell(Walk(seed, index, pairs), 2);
        return Spell(Walk(seed, index - pairs, pairs * Characters), 3);
    }

    private static long Walk(long seed, long index, long count)
    {
        var step = count * 6 / 10 | 1;
        while (GreatestCommonDivisor(step, count) != 1) step += 2;
        return (long)(((UInt128)(ulong)(index % count) * (ulong)step + (ulong)Math.Abs(seed % count)) % (ulong)count);
    }

    private static long GreatestCommonDivisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }

    private static string Spell(long number, int length)
    {
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++, number /= Characters) text[i] = Brand[(int)(number % Characters)];
        return new string(text);
    }
}
