using System.Collections.Concurrent;

namespace Funeng.Modules.Tests.Support;

/// <summary>The robot of a chat group, as a real HTTP server on a free port: remembers what it was told and answers what the test says.</summary>
internal sealed class ChatRobot : IAsyncDisposable
{
    private readonly WebApplication server;

    private ChatRobot(WebApplication server) => this.server = server;

    public ConcurrentQueue<string> Heard { get; } = [];

    /// <summary>Status and answer of the next messages.</summary>
    public (int Status, string Answer) Reply { get; set; } = (200, """{"errcode":0,"errmsg":"ok"}""");

    public string Address => server.Urls.First() + "/robot/send?key=secret";

    public static async Task<ChatRobot> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var robot = new ChatRobot(app);
        app.MapPost("/robot/send", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            robot.Heard.Enqueue(await reader.ReadToEndAsync());
            context.Response.StatusCode = robot.Reply.Status;
            if (robot.Reply.Status == 302) context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(robot.Reply.Answer);
        });
        app.Map("/elsewhere", context =>
        {
            robot.Heard.Enqueue("redirected");
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return robot;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
