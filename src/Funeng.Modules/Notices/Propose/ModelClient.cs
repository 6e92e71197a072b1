using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Funeng.Modules.Notices.Propose;

/// <summary>The one way to the model: follows no redirect, waits no longer than it may, reads no long answer, and tells a failure in plain words without the key.</summary>
public sealed class ModelClient(ModelSettings settings) : IDisposable
{
    private const int LongestAnswer = 256 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(Math.Clamp(settings.Seconds, 1, ModelSettings.LongestWait)), MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <returns>What the model wrote, or why there is nothing.</returns>
    public async Task<ModelAnswer> AskAsync(string system, string user, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint) { Content = new StringContent(Body(system, user), Encoding.UTF8, "application/json") };
        if (settings.Key.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode) return Failed($"模型服务回答 HTTP {(int)answer.StatusCode}。{((int)answer.StatusCode is 401 or 403 ? "请管理员检查密钥。" : "请稍后再试。")}");
            return Read(await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed($"模型服务 {settings.Seconds} 秒内没有回答，请稍后再试。");
        }
        catch (HttpRequestException problem)
        {
            return Failed(problem.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? $"模型的回答超过 {LongestAnswer / 1024} KB，没有采用。" : $"连不上模型服务 {settings.Host}，请稍后再试或请管理员检查。");
        }
    }

    public void Dispose() => http.Dispose();

    private string Body(string system, string user) => JsonSerializer.Serialize(new
    {
        model = settings.Model,
        temperature = 0,
        messages = new[] { new { role = "system", content = system }, new { role = "user", content = user } },
    });

    private static ModelAnswer Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
                && choices[0].TryGetProperty("message", out var message) && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String
                ? new ModelAnswer(content.GetString(), "") : Failed("模型服务的回答不是约定的格式（缺少 choices[0].message.content）。");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Failed("模型服务的回答不是约定的格式（不是 JSON）。");
        }
    }

    private static ModelAnswer Failed(string why) => new(null, why);
}

/// <param name="Text">What the model wrote; null where nothing came.</param>
/// <param name="Failure">Why nothing came, for the person who asked.</param>
public sealed record ModelAnswer(string? Text, string Failure);
