using System.Collections.Concurrent;

namespace Funeng.Modules.Tests.Support;

/// <summary>An OpenAI-compatible interface on a free port of the loopback, whose answers the test says.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication server;

    private ModelServer(WebApplication server) => this.server = server;

    /// <summary>What was asked: the authorization and the body.</summary>
    public ConcurrentQueue<(string Authorization, string Body)> Asked { get; } = [];

    /// <summary>Answers each question; set by the test.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsJsonAsync(new { });

    public string Address => server.Urls.Single() + "/v1";

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var made = new ModelServer(builder.Build());
        made.server.MapPost("/v1/chat/completions", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            made.Asked.Enqueue((context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync(context.RequestAborted)));
            await made.Answer(context);
        });
        await made.server.StartAsync();
        return made;
    }

    /// <summary>From now on the model writes this text.</summary>
    public void Says(string text) => Answer = context => context.Response.WriteAsJsonAsync(new { choices = new[] { new { message = new { role = "assistant", content = text } } } });

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }
}
