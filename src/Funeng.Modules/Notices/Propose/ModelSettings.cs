using Funeng.Modules.Foundation;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Notices.Propose;

/// <summary>
/// The language model that may propose conditions, from <c>model.yaml</c> in the data folder, which is as private as the database. Without the file there is none, and
/// nothing leaves this installation.
/// </summary>
public sealed class ModelSettings
{
    public const string FileName = "model.yaml";

    internal const int LongestWait = 120;

    /// <summary>Beginning of the OpenAI-compatible interface: https://model.example.gov.cn/v1.</summary>
    public string Address { get; set; } = "";

    /// <summary>Name of the model, as pages show it beside what it proposes.</summary>
    public string Model { get; set; } = "";

    /// <summary>Sent as bearer token; empty for an interface without one.</summary>
    public string Key { get; set; } = "";

    /// <summary>How long an answer may take.</summary>
    public int Seconds { get; set; } = 30;

    /// <summary>What is wrong with the file, as pages say it; empty for nothing.</summary>
    [YamlIgnore]
    public string Fault { get; private set; } = "";

    [YamlIgnore]
    public bool IsOn => Fault.Length == 0 && Address.Length > 0;

    [YamlIgnore]
    public string Host => Uri.TryCreate(Address, UriKind.Absolute, out var address) ? address.Authority : "";

    internal Uri Endpoint => new(Address.TrimEnd('/') + "/chat/completions");

    public static ModelSettings Read(Installation installation)
    {
        var file = Path.Combine(installation.DataFolder, FileName);
        if (!File.Exists(file)) return new ModelSettings();
        try
        {
            using var reader = File.OpenText(file);
            var settings = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<ModelSettings?>(reader) ?? new ModelSettings();
            // What is written without a value comes as nothing.
            (settings.Address, settings.Model, settings.Key) = (settings.Address ?? "", settings.Model ?? "", settings.Key ?? "");
            settings.Fault = settings.FaultOf();
            return settings;
        }
        catch (Exception problem) when (problem is YamlException or IOException or UnauthorizedAccessException)
        {
            // What the file says may hold the key: only that it cannot be read is told.
            return new ModelSettings { Fault = $"{FileName} 读不懂，请检查格式。" };
        }
    }

    private string FaultOf()
    {
        if (!Uri.TryCreate(Address, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0) return $"{FileName} 的 address 应是 http 或 https 地址，例如 https://model.example.gov.cn/v1。";
        if (Model.Trim().Length is 0 or > 100) return $"{FileName} 缺少 model（模型的名称）。";
        return Seconds is < 1 or > LongestWait ? $"{FileName} 的 seconds 应在 1 到 {LongestWait} 之间。" : "";
    }
}
