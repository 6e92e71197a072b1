using System.Text.Json;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>One field of what was changed, before and after.</summary>
public sealed record AuditField(string Label, string? Before, string? After);

/// <summary>What was written down of a change, field by field and in Chinese. A field nobody has a word for keeps its own.</summary>
public static class AuditContent
{
    private const int LongestValue = 400;

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "名称", ["displayName"] = "姓名", ["userName"] = "登录名", ["role"] = "角色", ["scope"] = "范围", ["everything"] = "看全部", ["regions"] = "地区",
        ["zones"] = "功能区", ["organization"] = "单位", ["coversUnplaced"] = "含未归属", ["region"] = "所在地", ["zone"] = "功能区", ["state"] = "状态", ["label"] = "指标", ["period"] = "所属期",
        ["value"] = "数值", ["source"] = "来源", ["sha256"] = "文件校验值", ["rows"] = "行数", ["sound"] = "可写入行数", ["size"] = "字节数", ["fileName"] = "文件",
        ["imported"] = "写入行数", ["changed"] = "有变化行数", ["added"] = "新登记家数", ["values"] = "数值个数", ["title"] = "名称", ["restored"] = "恢复家数", ["takenBack"] = "取消登记家数",
        ["expiresAt"] = "有效期至", ["kind"] = "类别", ["from"] = "自", ["to"] = "至", ["scheme"] = "标准", ["award"] = "批次", ["creatorName"] = "报送人",
        ["validFrom"] = "生效日期", ["validTo"] = "有效期至", ["reason"] = "理由", ["code"] = "代码", ["owner"] = "负责人", ["due"] = "期限",
    };

    public static IReadOnlyList<AuditField> Of(AuditEntry entry)
    {
        var (before, after) = (Read(entry.Before), Read(entry.After));
        return [.. before.Keys.Concat(after.Keys).Distinct().Select(key => new AuditField(Word(key), before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
            .Where(field => field.Before != field.After || before.Count == 0 || after.Count == 0)];
    }

    /// <summary>The same in one line, for files.</summary>
    public static string Line(AuditEntry entry) => string.Join("；", Of(entry).Select(field => (field.Before, field.After) switch
    {
        ({ } before, { } after) => $"{field.Label}：{before} → {after}",
        (var before, var after) => $"{field.Label}：{before ?? after}",
    }));

    private static Dictionary<string, string> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object ? Fields("", document.RootElement).ToDictionary() : new() { [""] = Say(document.RootElement) };
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string prefix, JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            var name = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in Fields(name, property.Value))
                {
                    yield return inner;
                }
            }
            else if (property.Value.ValueKind is not JsonValueKind.Null && !(property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0))
            {
                yield return new(name, Say(property.Value));
            }
        }
    }

    private static string Say(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.String => Short(value.GetString()!),
        JsonValueKind.Array => Short(string.Join("、", value.EnumerateArray().Select(Say))),
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => text.Length > LongestValue ? text[..LongestValue] + "…" : text;

    private static string Word(string key) => key.Length == 0 ? "内容" : string.Join(" · ", key.Split('.').Select(part => Words.GetValueOrDefault(part, part)));
}
