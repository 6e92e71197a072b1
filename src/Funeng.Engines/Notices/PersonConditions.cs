using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Conditions on single persons: age, schooling, a post, a labour contract. The catalogue has facts of enterprises only, so they are named and left.</summary>
internal static partial class PersonConditions
{
    private const string Said = "（对个人的条件，事实目录只有企业的指标）";

    public static IEnumerable<string> Find(string text)
    {
        foreach (Match piece in Piece().Matches(text))
        {
            if (Own().IsMatch(piece.Value) && !ShareOfStaff().IsMatch(piece.Value)) yield return piece.Value.Replace("□", "", StringComparison.Ordinal) + Said;
        }
    }

    [GeneratedRegex("[^，；。：]+")]
    private static partial Regex Piece();

    [GeneratedRegex("周岁|年龄|学历|学位|职称|户籍|国籍|(?:毕业|离校)(?:[0-9]|[一二两三四五])+年内|签订[^，；。]{0,14}劳动合同|(?:创始人|高管|高级管理人员|申请人|申报人|法定代表人|负责人|人才|专家|博士|本人|毕业生)[^，；。]{0,16}(?:担任|任职|全职|工作满|在岗|年以上|应当?具[备有]|须)|(?:担任|任职)[^，；。]{0,16}(?:职务|年以上|满)|(?:缴纳|参加)[^，；。]{0,10}社会?保险?[^，；。]{0,10}(?:满|个月|年以上)")]
    private static partial Regex Own();

    // 大专以上学历的科技人员占职工总数的30%以上 is a figure of the enterprise.
    [GeneratedRegex("占[^，；。]{0,14}(?:职工|员工|从业人员|人数|人员|总数|比例|比重)|占比|人数|企业(?:及其|和|或)?法定代表人[^，；。]{0,8}(?:未|无|被)")]
    private static partial Regex ShareOfStaff();
}
